package org.convoy.nn.kernel.onednn;

/** What a plan is for. */
enum Mode {
  TRAINING,
  TRAINING_WITH_INPUT_GRADIENT,
  EVALUATION
}
