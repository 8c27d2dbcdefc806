package org.convoy.dl4j;

import org.convoy.dl4j.Replica.StepNumber;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;

/** The user's network, on the driver. */
interface TrainedNetwork {
  Model model();

  /** What the workers build their replicas from. */
  ReplicaSpec spec(ExampleLayout layout);

  /** The place of its next step. */
  StepNumber nextStep();

  /** Sets DL4J's counts, and the score, to those after a round. */
  void finishRound(StepNumber next, double score);

  /**
   * Fails on networks that Convoy cannot train.
   *
   * @throws IllegalArgumentException if the parameters are not float32
   */
  default void check() {
    DataType type = model().params().dataType();
    if (type != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "The network's data type is %s; ConvoyTrainingMaster trains FLOAT: call dataType(DataType.FLOAT) on its configuration's builder"
              .formatted(type));
    }
  }
}
