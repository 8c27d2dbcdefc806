package org.convoy.replica;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.zoo.Architecture;

/**
 * What a replica is built from; travels with the tasks and is the key of the replicas' pool.
 *
 * @param architecture the network
 * @param loss that it is trained on
 * @param optimizer of its training
 * @param kernels what computes its layers
 * @param frozen names of parameters that the training leaves as they are, or patterns of them
 */
public record ReplicaSpec(
    Architecture architecture,
    LossOutput loss,
    Optimizer optimizer,
    KernelChoice kernels,
    List<String> frozen)
    implements Serializable {
  public ReplicaSpec {
    requireNonNull(architecture, "architecture is null");
    requireNonNull(loss, "loss is null");
    requireNonNull(optimizer, "optimizer is null");
    requireNonNull(kernels, "kernels is null");
    frozen = List.copyOf(frozen);
  }
}
