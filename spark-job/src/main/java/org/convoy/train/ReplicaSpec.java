package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import org.convoy.data.transform.ToTensorNormalize;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.run.ModelDescription;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.config.NormalizeConfig;
import org.convoy.zoo.Architecture;

/**
 * What a replica is built from; travels with the tasks and is the key of the replicas' pool.
 *
 * @param architecture the network
 * @param normalization of its input
 * @param optimizer of its training
 * @param kernels what computes its layers
 */
record ReplicaSpec(
    Architecture architecture,
    NormalizeConfig normalization,
    Optimizer optimizer,
    KernelChoice kernels)
    implements Serializable {
  public ReplicaSpec {
    requireNonNull(architecture, "architecture is null");
    requireNonNull(normalization, "normalization is null");
    requireNonNull(optimizer, "optimizer is null");
    requireNonNull(kernels, "kernels is null");
  }

  static ReplicaSpec of(ConvoyConfig config, ModelDescription description) {
    return new ReplicaSpec(
        description.architecture(),
        description.normalization(),
        config.optimizer().toOptimizer(),
        config.kernels().choice());
  }

  /**
   * With the kernels that this process, the driver's, has found best, by name: executors that lack
   * them are refused rather than let round differently.
   */
  ReplicaSpec pinned() {
    KernelChoice pinned = ReplicaPool.with(this, Replica::pinnedKernels);
    return new ReplicaSpec(architecture, normalization, optimizer, pinned);
  }

  ToTensorNormalize toTensor() {
    int channels = architecture.inputChannels();
    return normalization.mean().isEmpty()
        ? ToTensorNormalize.of(constant(channels, 0), constant(channels, 1))
        : ToTensorNormalize.of(normalization.mean(), normalization.std());
  }

  private static List<Double> constant(int channels, double value) {
    return Collections.nCopies(channels, value);
  }
}
