package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.run.ModelDescription;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.config.OptimizerConfig;
import org.convoy.zoo.Architecture;

/**
 * What a replica is built from; travels with the tasks and is the key of the replicas' pool.
 *
 * @param architecture the network
 * @param optimizerConfig of its training
 * @param kernels what computes its layers
 */
record ReplicaSpec(Architecture architecture, OptimizerConfig optimizerConfig, KernelChoice kernels)
    implements Serializable {
  public ReplicaSpec {
    requireNonNull(architecture, "architecture is null");
    requireNonNull(optimizerConfig, "optimizerConfig is null");
    requireNonNull(kernels, "kernels is null");
  }

  static ReplicaSpec of(ConvoyConfig config, ModelDescription description) {
    return new ReplicaSpec(
        description.architecture(), config.optimizer(), config.kernels().choice());
  }

  /**
   * With the kernels that this process, the driver's, has found best, by name: executors that lack
   * them are refused rather than let round differently.
   */
  ReplicaSpec pinned() {
    KernelChoice pinned = ReplicaPool.with(this, Replica::pinnedKernels);
    return new ReplicaSpec(architecture, optimizerConfig, pinned);
  }

  Optimizer optimizer() {
    return switch (optimizerConfig.name()) {
      case SGD ->
          new Sgd(
              optimizerConfig.momentum(),
              optimizerConfig.dampening(),
              optimizerConfig.weightDecay(),
              optimizerConfig.nesterov());
    };
  }
}
