package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.Sample;
import org.convoy.data.Split;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.ImageDecoder;

/** Measures samples as they are stored, decoding those that are files. */
public final class StatisticsTask {
  private final Split split;
  private final int classes;
  private final ImageDecoder decoder = ImageDecoder.of(ColorMode.RGB);

  /**
   * @param split that the samples belong to
   * @param classes number of classes
   */
  public StatisticsTask(Split split, int classes) {
    this.split = requireNonNull(split, "split is null");
    this.classes = classes;
  }

  /** Uses up the samples. */
  public Statistics run(Iterator<Sample> samples) {
    Statistics.Builder statistics = new Statistics.Builder(classes);
    samples.forEachRemaining(sample -> add(statistics, sample));
    return statistics.build();
  }

  private void add(Statistics.Builder statistics, Sample sample) {
    try {
      statistics.add(sample.label(), decode(sample));
    } catch (BadImageException e) {
      statistics.reject(Rejection.of(split, sample, e));
    }
  }

  private Image decode(Sample sample) {
    return sample.image() instanceof EncodedImage file
        ? decoder.decode(file.content())
        : (Image) sample.image();
  }
}
