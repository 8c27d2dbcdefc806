package org.convoy.nn.parameter;

/** What a parameter tensor is to its layer. */
public enum Role {
  WEIGHT(true),
  BIAS(true),
  NORM_WEIGHT(true),
  NORM_BIAS(true),
  /** Of an activation, below zero. */
  SLOPE(true),
  /** Of the output of a residual branch, for each channel. */
  LAYER_SCALE(true),
  RUNNING_MEAN(false),
  RUNNING_VAR(false),
  NUM_BATCHES_TRACKED(false);

  private final boolean trainable;

  Role(boolean trainable) {
    this.trainable = trainable;
  }

  /** True if optimizers change it; running statistics are changed by the layer itself. */
  public boolean isTrainable() {
    return trainable;
  }
}
