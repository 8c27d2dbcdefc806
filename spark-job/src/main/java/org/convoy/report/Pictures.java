package org.convoy.report;

import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.data.Image;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.prepare.FileImageEncoder;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.tracking.TensorBoardImages.Picture;

/** Images as addresses that hold the whole file. */
final class Pictures {
  /** Pixels of the longer side at most. */
  static final int SIDE = 160;

  /** Up to here each pixel is to be seen. */
  private static final int SMALL = 64;

  static final String PREFIX = "data:image/";

  private static final int QUALITY = 85;
  private static final int MOST_FILTERS = 96;

  private Pictures() {}

  /** PNG of small images, JPEG of larger ones, which are made smaller first. */
  static String address(Image image) {
    int longer = Math.max(image.height(), image.width());
    if (longer <= SMALL) {
      return png(image);
    }

    try (FileImageEncoder encoder = FileImageEncoder.jpeg(QUALITY)) {
      return PREFIX + "jpeg;base64," + base64(encoder.encode(shrunk(image, longer)));
    }
  }

  /** The file that an address holds. */
  static Picture picture(String address) {
    byte[] file = Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1));
    Image image = ImageDecoder.of(ColorMode.RGB, DecodeOptions.DEFAULT).decode(file);
    return new Picture(image.height(), image.width(), file);
  }

  private static String png(Image image) {
    try (FileImageEncoder encoder = FileImageEncoder.png()) {
      return PREFIX + "png;base64," + base64(encoder.encode(image));
    }
  }

  private static String base64(byte[] file) {
    return Base64.getEncoder().encodeToString(file);
  }

  /** Each pixel is the mean of those that it stands for. */
  private static Image shrunk(Image image, int longer) {
    if (longer <= SIDE) {
      return image;
    }

    int height = Math.max(1, image.height() * SIDE / longer);
    int width = Math.max(1, image.width() * SIDE / longer);
    byte[] pixels = new byte[height * width * image.channels()];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i % image.channels();
      int column = i / image.channels() % width;
      int row = i / image.channels() / width;
      pixels[i] = mean(image, row, height, column, width, channel);
    }

    return new Image(height, width, image.channels(), pixels);
  }

  private static byte mean(Image image, int row, int height, int column, int width, int channel) {
    int bottom = Math.max(row * image.height() / height + 1, (row + 1) * image.height() / height);
    int right = Math.max(column * image.width() / width + 1, (column + 1) * image.width() / width);
    long sum = 0;
    int count = 0;
    for (int y = row * image.height() / height; y < bottom; y++) {
      for (int x = column * image.width() / width; x < right; x++) {
        sum += image.pixels()[(y * image.width() + x) * image.channels() + channel] & 0xff;
        count++;
      }
    }

    return (byte) Math.round((double) sum / count);
  }

  /**
   * The filters of the network's first convolution, each from its own smallest to its own largest
   * value; none where they are not of gray or colored images, or have a single pixel.
   */
  static List<String> filters(ParameterLayout layout, float[] parameters) {
    return layout.segments().stream()
        .filter(segment -> segment.shape().size() == 4)
        .findFirst()
        .filter(first -> List.of(1, 3).contains(first.shape().get(1)) && first.shape().get(2) > 1)
        .map(first -> filters(first, parameters))
        .orElse(List.of());
  }

  private static List<String> filters(Segment first, float[] parameters) {
    int count = Math.min(MOST_FILTERS, first.shape().get(0));
    int size = first.length() / first.shape().get(0);
    return IntStream.range(0, count)
        .mapToObj(filter -> png(filter(first, parameters, first.offset() + filter * size, size)))
        .toList();
  }

  private static Image filter(Segment first, float[] parameters, int start, int size) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = start; i < start + size; i++) {
      low = Math.min(low, parameters[i]);
      high = Math.max(high, parameters[i]);
    }

    int channels = first.shape().get(1);
    byte[] pixels = new byte[size];
    for (int i = 0; i < size; i++) {
      float value = parameters[start + i % channels * (size / channels) + i / channels];
      pixels[i] = (byte) Math.round(high > low ? 255 * (value - low) / (high - low) : 127);
    }

    return new Image(first.shape().get(2), first.shape().get(3), channels, pixels);
  }
}
