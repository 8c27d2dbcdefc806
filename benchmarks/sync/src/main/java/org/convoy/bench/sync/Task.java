package org.convoy.bench.sync;

import java.util.List;

/**
 * A training to measure.
 *
 * @param model name in the model zoo
 * @param images in an epoch
 * @param side of the images
 * @param channels of the images
 * @param data folder of an IDX data set whose first images are trained on; empty for random images
 * @param epochs how often; 0 asks what heaps it needs, and trains nothing
 * @param workers how many
 * @param batchSize images a step and worker
 * @param every steps a round
 * @param settings further config keys, as key=value; contestants other than Convoy ignore them
 */
public record Task(
    String model,
    int images,
    int side,
    int channels,
    String data,
    int epochs,
    int workers,
    int batchSize,
    int every,
    List<String> settings) {
  public static final int CLASSES = 10;
}
