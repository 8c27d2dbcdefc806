package org.convoy.picture;

import org.convoy.data.Image;
import org.convoy.nn.hook.LayerTensor;

/**
 * Where in an image a class is seen: Selvaraju et al. 2017, "Grad-CAM: Visual Explanations from
 * Deep Networks via Gradient-based Localization", https://arxiv.org/abs/1610.02391.
 */
public final class GradCam {
  private static final int SIDE = 512;
  private static final double HEAT = 0.5;
  private static final int CHANNELS = 3;

  private GradCam() {}

  /**
   * The maps of a layer, weighted by the means of their gradients and added up; negative sums are
   * zero.
   *
   * @param activation the layer's output, [1, channels, height, width]
   * @param gradient of the class's logit by it, of the same shape
   * @throws IllegalArgumentException if the shapes differ or have no height and width
   */
  public static FeatureMap map(LayerTensor activation, LayerTensor gradient) {
    if (!activation.shape().equals(gradient.shape())
        || activation.shape().size() != 4
        || activation.shape().get(0) != 1) {
      throw new IllegalArgumentException(
          "Grad-CAM takes an activation and its gradient of one shape [1, channels, height, width],"
              + " got %s and %s".formatted(activation.shape(), gradient.shape()));
    }

    int height = activation.shape().get(2);
    int width = activation.shape().get(3);
    double[] sums = new double[height * width];
    for (int start = 0; start < activation.values().length; start += sums.length) {
      double weight = mean(gradient.values(), start, sums.length);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * activation.values()[start + i];
      }
    }

    float[] values = new float[sums.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.max(0, sums[i]);
    }

    return new FeatureMap(height, width, values);
  }

  private static double mean(float[] values, int start, int length) {
    double sum = 0;
    for (int i = start; i < start + length; i++) {
      sum += values[i];
    }

    return sum / length;
  }

  /**
   * The image, enlarged by nearest neighbour to about 512 pixels where it is smaller, under the
   * map's heat: from blue, its smallest value, to red, its largest, enlarged bilinearly.
   */
  public static Image overlay(Image image, FeatureMap map) {
    int scale = Math.max(1, SIDE / Math.max(image.height(), image.width()));
    int height = image.height() * scale;
    int width = image.width() * scale;
    FeatureMap heat = map.resized(height, width).normalized();
    byte[] pixels = new byte[height * width * CHANNELS];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int[] color = JetColors.rgb(heat.at(row, column));
        int source = (row / scale * image.width() + column / scale) * image.channels();
        int target = (row * width + column) * CHANNELS;
        for (int channel = 0; channel < CHANNELS; channel++) {
          int level = image.pixels()[source + channel % image.channels()] & 0xff;
          pixels[target + channel] = (byte) Math.round((1 - HEAT) * level + HEAT * color[channel]);
        }
      }
    }

    return new Image(height, width, CHANNELS, pixels);
  }
}
