package org.convoy.run;

/** How much of a trained model goes into a file of its own. */
public enum Artifact {
  /** Architecture, weights, classes and preprocessing: all that is needed to use it. */
  MODEL,
  /** The tensors alone, by PyTorch's names. */
  WEIGHTS
}
