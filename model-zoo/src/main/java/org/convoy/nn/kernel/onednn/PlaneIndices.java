package org.convoy.nn.kernel.onednn;

/**
 * For each position of a channel's plane a position of another plane, both counted row by row; -1
 * for none. Planes may be volumes.
 */
interface PlaneIndices {
  /** The indices of this plane; of all planes if they are the same. */
  int[] ofPlane(int plane);
}
