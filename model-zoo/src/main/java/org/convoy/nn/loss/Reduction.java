package org.convoy.nn.loss;

/** How a batch's losses become one number, PyTorch's {@code reduction}. */
public enum Reduction {
  MEAN,
  SUM,
  /** They stay as they are, {@link LossValue#losses}; no network can be trained on them. */
  NONE
}
