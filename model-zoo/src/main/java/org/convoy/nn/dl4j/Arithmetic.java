package org.convoy.nn.dl4j;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer computes, on ND4J's operations: any of its backends, float or double. Made by the
 * layer's configuration for each of its runtimes, so it may keep what the backward pass needs.
 *
 * <p>Arrays are dense, row-major ("c" order), in PyTorch's layouts (NCHW and NCDHW activations,
 * OIHW and OIDHW weights, [out, in] linear weights). Results are written into arrays that the
 * caller made; inputs are never changed. The same inputs give the same bytes, whatever ran before.
 */
public interface Arithmetic {
  /** Writes the output of this input. */
  void forward(Pass pass, INDArray input, INDArray output);

  /**
   * Writes the gradient of the loss by the input and, into their views, those by the parameters.
   *
   * @param outputGradient null for the output layer only
   */
  void backward(Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient);

  /** One pass of a batch through a layer; the backward pass is that of the latest forward pass. */
  interface Pass {
    boolean isTraining();

    /** Null if the layer has no parameter of this name. */
    INDArray parameter(String name);

    /** Where the gradient by a parameter goes; null if the layer has none of this name. */
    INDArray gradient(String name);

    /**
     * The layer's random numbers of this step, from their start: the backward pass draws them again
     * instead of keeping them.
     */
    SplittableRandom random();
  }
}
