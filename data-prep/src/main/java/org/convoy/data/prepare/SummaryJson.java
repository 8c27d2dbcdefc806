package org.convoy.data.prepare;

import org.convoy.data.prepare.Shard.ShardSummary;

/** Summaries as text, the form in which they travel and are kept. */
public final class SummaryJson {
  private SummaryJson() {}

  public static String render(ShardSummary summary) {
    return PrepareFiles.json(summary);
  }

  public static String render(Statistics statistics) {
    return PrepareFiles.json(statistics);
  }

  /**
   * Reads a shard's summary.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static ShardSummary parseShard(String json) {
    return PrepareFiles.parse(json, ShardSummary.class);
  }

  /**
   * Reads statistics.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static Statistics parseStatistics(String json) {
    return PrepareFiles.parse(json, Statistics.class);
  }
}
