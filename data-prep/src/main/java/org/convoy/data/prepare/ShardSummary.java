package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

/**
 * What one shard holds.
 *
 * @param file its path within the prepared folder
 * @param bytes its length
 * @param sha256 of the file, 64 hexadecimal digits
 * @param statistics of its images, and what was rejected
 */
public record ShardSummary(String file, long bytes, String sha256, Statistics statistics) {
  public ShardSummary {
    requireNonNull(file, "file is null");
    requireNonNull(sha256, "sha256 is null");
    requireNonNull(statistics, "statistics is null");
  }
}
