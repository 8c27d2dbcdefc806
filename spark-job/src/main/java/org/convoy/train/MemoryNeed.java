package org.convoy.train;

import static java.util.Objects.requireNonNull;

import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.nn.network.NetworkBlueprint;
import org.convoy.replica.DriverModel;
import org.convoy.train.HeapNeed.Tested;
import org.convoy.train.round.Exchange;

/**
 * The memory that a run takes, in bytes, going by its network and its batches.
 *
 * @param parameters one flat vector of parameters and running statistics
 * @param optimizer the optimizer's state
 * @param working a replica's input, activations and their gradients, and the sum of gradients where
 *     they are accumulated
 * @param kernels compiled code and the like, which the replicas of a process share
 * @param batchSetting the key of the batch that takes the most; empty where it cannot be smaller
 * @param heap what the Java heaps hold
 * @param trainings that run side by side and are each like this one, as the trials of a sweep; they
 *     share the task slots, and with these the replicas
 */
public record MemoryNeed(
    long parameters,
    long optimizer,
    long working,
    long kernels,
    String batchSetting,
    HeapNeed heap,
    int trainings) {
  public MemoryNeed {
    requireNonNull(batchSetting, "batchSetting is null");
    requireNonNull(heap, "heap is null");
  }

  /**
   * What a run of this model takes on this Spark, going by the largest batches that these data
   * make.
   */
  public static MemoryNeed of(
      DriverModel model, Datasets datasets, JavaSparkContext spark, int trainings) {
    Exchange exchange = Exchange.of(model.config(), spark, model.stateFloats());
    return of(model, datasets, exchange, trainings);
  }

  /** The same where states go this way. */
  static MemoryNeed of(DriverModel model, Datasets datasets, Exchange exchange, int trainings) {
    ConvoyConfig config = model.config();
    NetworkBlueprint network = model.blueprint();
    long parameters = (long) model.layout().size() * Float.BYTES;
    long optimizer = (long) model.optimizerFloats() * Float.BYTES;
    int training = Math.min(config.batchSize(), datasets.train().size());
    int evaluation =
        Math.min(model.evaluationBatch(), Evaluator.largestPartition(config, datasets));
    return new MemoryNeed(
        parameters,
        optimizer,
        network.workingBytes(model.kernels(), training, evaluation)
            + (config.accumulate() > 1 ? parameters : 0),
        network.kernelBytes(model.kernels()),
        batchSetting(model, training, evaluation),
        HeapNeed.of(
                config,
                exchange,
                parameters,
                optimizer,
                datasets.test().isPresent() ? Tested.LAST_AND_BEST : Tested.NOTHING)
            .sideBySide(trainings)
            .with(datasets.listBytes(), exchange),
        trainings);
  }

  /** The key of the batch that takes the most memory; empty when it is 1 already. */
  private static String batchSetting(DriverModel model, int training, int evaluation) {
    NetworkBlueprint network = model.blueprint();
    // An evaluation batch that nobody set takes no more than a training step.
    boolean evaluates =
        model.config().validation().batchSize().isPresent()
            && network.workingBytes(model.kernels(), 1, evaluation)
                >= network.workingBytes(model.kernels(), training, 1);
    String setting = evaluates ? "validation.batchSize" : "batchSize";
    return (evaluates ? evaluation : training) > 1 ? setting : "";
  }

  /** A model as it is kept and sent: parameters and optimizer state. */
  public long state() {
    return parameters + optimizer;
  }

  /** The flat vectors of a replica: parameters, gradients, optimizer state. */
  public long vectors() {
    return 2 * parameters + optimizer;
  }

  /** All of a replica, outside the heap. */
  public long replica() {
    return vectors() + working;
  }

  /** All of the replicas of a process, outside the heap: one for each task slot. */
  public long replicas(int slots) {
    return replica() * slots + kernels;
  }

  /** The same of a replica that lies elsewhere, on a GPU. */
  public MemoryNeed withoutWorking() {
    return new MemoryNeed(parameters, optimizer, 0, 0, batchSetting, heap, trainings);
  }
}
