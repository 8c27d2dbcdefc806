package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Locale;
import org.apache.spark.storage.StorageLevel;
import org.convoy.strategy.ParameterAveraging.OptimizerStateRule;

/**
 * How a training master trains.
 *
 * @param workers logical ones; 0: as many as Spark's default parallelism
 * @param batchSize examples of one worker in one step
 * @param averagingFrequency steps of a round
 * @param updaterState what becomes of it at the end of a round
 * @param seed of the order of the examples and of what layers draw
 * @param storageLevel in which Spark keeps the encoded examples during a fit
 */
record Settings(
    int workers,
    int batchSize,
    int averagingFrequency,
    OptimizerStateRule updaterState,
    long seed,
    StorageLevel storageLevel)
    implements Serializable {
  Settings {
    requireNonNull(updaterState, "updaterState is null");
    requireNonNull(storageLevel, "storageLevel is null");
  }

  String toJson() {
    return String.format(
        Locale.ROOT,
        """
        {"workers":%s,"batchSizePerWorker":%d,"averagingFrequency":%d,"saveUpdater":%b,"rngSeed":%d}""",
        workers > 0 ? workers : "null",
        batchSize,
        averagingFrequency,
        updaterState == OptimizerStateRule.AVERAGE,
        seed);
  }
}
