package org.convoy.weights;

/**
 * Which weights are taken of a file that holds two of a network: the raw ones, and an exponential
 * moving average of them (EMA).
 */
public enum WeightChoice {
  /** The raw ones; the average where there is nothing else. */
  RAW_IF_THERE,
  RAW,
  EMA
}
