package org.convoy.picture;

/**
 * From dark blue over green and yellow to dark red: the colors that Grad-CAM is usually shown in.
 */
final class JetColors {
  private static final double[] CENTERS = {3, 2, 1};

  private JetColors() {}

  /** Red, green and blue, 0…255, of a value 0…1. */
  static int[] rgb(double value) {
    int[] rgb = new int[CENTERS.length];
    for (int i = 0; i < rgb.length; i++) {
      double part = 1.5 - Math.abs(4 * value - CENTERS[i]);
      rgb[i] = (int) Math.round(255 * Math.max(0, Math.min(1, part)));
    }

    return rgb;
  }
}
