package org.convoy.data.transform.geometry;

/** How large the result of a rotation is: torchvision's {@code expand}. */
public enum Canvas {
  /** As large as the image; its corners may be cut off. */
  KEEP,

  /** As large as the whole rotated image needs. */
  EXPAND
}
