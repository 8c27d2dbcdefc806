package org.convoy.data.transform.geometry;

import java.util.Locale;

/** torchvision's InterpolationMode. */
public enum Interpolation {
  NEAREST,
  BILINEAR,
  BICUBIC,
  BOX,
  HAMMING,
  LANCZOS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
