package org.convoy.data.transform.geometry;

/** Whether a line is read from its first pixel on or from its last. */
enum Direction {
  FORWARD,
  BACKWARD;

  Direction reversed() {
    return this == FORWARD ? BACKWARD : FORWARD;
  }
}
