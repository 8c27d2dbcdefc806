package org.convoy.bench.sync;

/**
 * Epochs to deal, without training on what is dealt.
 *
 * @param shuffle as in Convoy's config, {@code full}, {@code indexed} or {@code chunks}
 * @param data a data set whose training images are dealt; empty for random images
 * @param images how many random ones
 * @param side of random images, which have three channels
 * @param chunkSize samples of a chunk
 * @param epochs how many
 * @param workers how many
 * @param batchSize images a step and worker
 * @param every steps a round
 */
public record Deal(
    String shuffle,
    String data,
    int images,
    int side,
    int chunkSize,
    int epochs,
    int workers,
    int batchSize,
    int every) {}
