package org.convoy.state;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What one round gave.
 *
 * @param epoch from 0
 * @param round in that epoch, from 0
 * @param rounds that the epoch has
 * @param images that were trained on
 * @param loss mean over these images
 * @param accuracy likewise, 0 … 1
 * @param learningRate of the round's last step
 * @param gradientNorm mean over the workers that made a step of the Euclidean norm of all
 *     gradients, itself a mean over each worker's steps, before penalties and clipping
 * @param imagesPerSecond of the whole round
 * @param seconds where its time went
 * @param workers what each of them did, in their order
 */
public record RoundMetrics(
    int epoch,
    int round,
    int rounds,
    long images,
    double loss,
    double accuracy,
    double learningRate,
    double gradientNorm,
    double imagesPerSecond,
    RoundSeconds seconds,
    List<Worker> workers) {
  public RoundMetrics {
    requireNonNull(seconds, "seconds is null");
    workers = List.copyOf(workers);
  }

  /**
   * What one worker did.
   *
   * @param worker the logical worker, 0 … N-1
   * @param executor Spark's name of the process that it ran in
   * @param host of that process
   * @param images that it trained on, 0 where its part of the round was empty
   * @param loss mean over these images; null where there are none, as the next
   * @param gradientNorm mean over its steps
   * @param dataSeconds what it waited for batches
   * @param computeSeconds what forward, backward and update took
   * @param syncSeconds the rest of the round: it took part in the synchronisation, or waited for
   *     those that were slower; null in what versions wrote that did not measure it
   */
  public record Worker(
      int worker,
      String executor,
      String host,
      long images,
      Double loss,
      Double gradientNorm,
      double dataSeconds,
      double computeSeconds,
      Double syncSeconds) {
    public Worker {
      requireNonNull(executor, "executor is null");
      requireNonNull(host, "host is null");
    }
  }
}
