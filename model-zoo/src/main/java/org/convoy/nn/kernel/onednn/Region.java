package org.convoy.nn.kernel.onednn;

/** The memory that a plan works on. */
enum Region {
  ARENA,
  INPUT,
  PARAMETERS,
  GRADIENTS
}
