package org.convoy.nn.kernel.onednn;

/** What a plan is for. */
enum Mode {
  TRAINING,
  EVALUATION
}
