package org.convoy.weights;

/**
 * Which weights are taken of a file that holds two of a network: the raw ones, and an exponential
 * moving average of them (EMA).
 */
public enum WeightChoice {
  /**
   * Of another program's file the raw ones, and the average where there is nothing else; of a run
   * of Convoy's what its training measured.
   */
  RAW_IF_THERE,
  RAW,
  EMA
}
