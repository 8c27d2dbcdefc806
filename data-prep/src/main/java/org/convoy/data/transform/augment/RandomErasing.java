package org.convoy.data.transform.augment;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import org.convoy.data.ImageShape;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.Range;
import org.convoy.data.transform.TensorTransform;

/**
 * torchvision's {@code RandomErasing}: overwrites a rectangle of a normalized image (Zhong et al.:
 * Random Erasing Data Augmentation, 2017).
 *
 * @param p probability, 0…1
 * @param scale of the rectangle's area, as a share of the image's, within 0…1
 * @param ratio of the rectangle's height to its width, positive
 * @param value what is written
 */
public record RandomErasing(double p, Range scale, Range ratio, ErasingValue value)
    implements TensorTransform {
  public static final Range DEFAULT_SCALE = new Range(0.02, 0.33);
  public static final Range DEFAULT_RATIO = new Range(0.3, 3.3);
  private static final int ATTEMPTS = 10;

  public RandomErasing {
    RandomSource.checkProbability(p);
    ratio.checkPositive("ratio");
    requireNonNull(value, "value is null");

    if (scale.low() < 0 || scale.high() > 1) {
      throw new IllegalArgumentException("scale must be within 0 and 1, it is " + scale);
    }
  }

  @Override
  public void apply(FloatBuffer tensor, ImageShape shape, RandomSource random) {
    checkChannels(shape.channels());

    if (random.bernoulli(p)) {
      erase(tensor, shape, random);
    }
  }

  private void erase(FloatBuffer tensor, ImageShape shape, RandomSource random) {
    double area = (double) shape.height() * shape.width();

    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double targetArea = area * scale.draw(random);
      double aspectRatio = ratio.drawLogarithmic(random);
      int height = (int) Math.rint(Math.sqrt(targetArea * aspectRatio));
      int width = (int) Math.rint(Math.sqrt(targetArea / aspectRatio));

      if (height < shape.height() && width < shape.width()) {
        int top = random.nextInt(shape.height() - height + 1);
        int left = random.nextInt(shape.width() - width + 1);
        write(tensor, shape, top * shape.width() + left, height, new float[width], random);
        return;
      }
    }
  }

  private void write(
      FloatBuffer tensor,
      ImageShape shape,
      int first,
      int height,
      float[] row,
      RandomSource random) {
    int plane = shape.height() * shape.width();

    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 0; y < height; y++) {
        value.fill(row, channel, random);
        tensor.put(channel * plane + first + y * shape.width(), row);
      }
    }
  }

  @Override
  public void checkChannels(int channels) {
    value.checkChannels(channels);
  }

  @Override
  public String toString() {
    return "RandomErasing(p=%s, scale=%s, ratio=%s, value=%s)".formatted(p, scale, ratio, value);
  }
}
