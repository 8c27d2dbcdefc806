package org.convoy.bench.sync;

import java.util.List;

/**
 * How epochs were dealt.
 *
 * @param images in an epoch
 * @param epochs in their order
 */
public record Dealt(int images, List<Epoch> epochs) {
  /**
   * One epoch.
   *
   * @param rounds seconds of each, on the driver's clock
   * @param imageBytes of the images that arrived
   * @param shuffledBytes that Spark wrote for shuffles
   * @param keptBytes that Spark wrote to disk of the images it keeps
   */
  public record Epoch(List<Double> rounds, long imageBytes, long shuffledBytes, long keptBytes) {}
}
