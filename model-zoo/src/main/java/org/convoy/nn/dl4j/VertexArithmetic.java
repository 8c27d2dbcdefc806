package org.convoy.nn.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What a vertex of several inputs computes, on ND4J; arrays are those of {@link Arithmetic}. */
public interface VertexArithmetic {
  /** Writes the output of these inputs. */
  void forward(INDArray[] inputs, INDArray output);

  /** Writes the gradient of the loss by each input. */
  void backward(INDArray[] inputs, INDArray outputGradient, INDArray[] inputGradients);
}
