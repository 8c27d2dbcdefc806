package org.convoy.nn.loss;

/** How a batch's losses become one number, PyTorch's {@code reduction}. */
public enum Reduction {
  MEAN,
  SUM
}
