package org.convoy.data.transform.augment;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.convoy.data.transform.RandomSource;

/** What {@link RandomErasing} writes, in units of the normalized image. */
public sealed interface ErasingValue extends Serializable {
  /** Fills a row of a channel. */
  void fill(float[] row, int channel, RandomSource random);

  /** Checks that there are values for images with this many channels. */
  void checkChannels(int channels);

  /**
   * Fixed numbers.
   *
   * @param values one for all channels, or one for each
   */
  record Constant(List<Double> values) implements ErasingValue {
    public Constant {
      values = List.copyOf(values);

      if (values.isEmpty() || !values.stream().allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "value must be one number for all channels or one for each, it is " + values);
      }
    }

    @Override
    public void fill(float[] row, int channel, RandomSource random) {
      Arrays.fill(row, values.get(channel % values.size()).floatValue());
    }

    @Override
    public void checkChannels(int channels) {
      if (values.size() != 1 && values.size() != channels) {
        throw new IllegalArgumentException(
            ("value of RandomErasing has numbers for %d channels, the images have channels: %d;"
                    + " give one number, or one for each channel")
                .formatted(values.size(), channels));
      }
    }

    @Override
    public String toString() {
      return values.size() == 1 ? values.get(0).toString() : values.toString();
    }
  }

  /** Normal numbers of mean 0 and variance 1, drawn anew for every element. */
  record Noise() implements ErasingValue {
    @Override
    public void fill(float[] row, int channel, RandomSource random) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.gaussian();
      }
    }

    @Override
    public void checkChannels(int channels) {
      // any number will do
    }

    @Override
    public String toString() {
      return "random";
    }
  }
}
