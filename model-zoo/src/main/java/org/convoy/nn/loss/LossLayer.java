package org.convoy.nn.loss;

/** A runtime output layer that tells the loss of its latest backward pass. */
public interface LossLayer {
  /** The loss of the latest backward pass. */
  LossValue latest();
}
