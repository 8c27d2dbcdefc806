package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;
import org.convoy.data.Sample;
import org.convoy.data.Split;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.codec.OpenedImage;

/** Measures samples as they are stored, decoding those that are files. */
public final class StatisticsTask {
  private final Split split;
  private final int classes;
  private final ImageDecoder decoder;

  /**
   * @param split that the samples belong to
   * @param classes number of classes
   * @param decoding which images are taken, and how they are decoded
   */
  public StatisticsTask(Split split, int classes, DecodeOptions decoding) {
    this.split = requireNonNull(split, "split is null");
    this.classes = classes;
    this.decoder = ImageDecoder.of(ColorMode.RGB, decoding);
  }

  /** Uses up the samples. */
  public Statistics run(Iterator<Sample> samples) {
    Statistics.Builder statistics = new Statistics.Builder(classes);
    samples.forEachRemaining(sample -> add(statistics, sample));
    return statistics.build();
  }

  private void add(Statistics.Builder statistics, Sample sample) {
    try {
      if (sample.image() instanceof EncodedImage file) {
        count(statistics, sample.label(), file);
      } else {
        statistics.add(sample.label(), (Image) sample.image());
      }
    } catch (BadImageException e) {
      statistics.reject(Rejection.of(split, sample, e));
    }
  }

  /** Counts a file's image when all of it was decoded and found sound. */
  private void count(Statistics.Builder statistics, int label, EncodedImage file) {
    try (OpenedImage image = decoder.open(file.content())) {
      PixelRows rows = image.rows(1);
      ImageShape shape = new ImageShape(rows.height(), rows.width(), rows.channels());
      ChannelSums sums = ChannelSums.of(rows);
      image.finish();
      statistics.add(label, shape, sums);
    }
  }
}
