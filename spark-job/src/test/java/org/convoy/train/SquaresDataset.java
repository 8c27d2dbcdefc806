package org.convoy.train;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Image;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;

/**
 * Gray images of four classes, computed from their ids: a bright quarter whose place is the class,
 * in noise.
 */
public record SquaresDataset(int size) implements ImageDataset {
  static final int SIDE = 12;
  static final int CLASSES = 4;

  private static Sample sample(int id) {
    SplittableRandom random = new SplittableRandom(id);
    int label = random.nextInt(CLASSES);
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int quarter = 2 * (i / SIDE / (SIDE / 2)) + i % SIDE / (SIDE / 2);
      pixels[i] = (byte) (random.nextInt(150) + (quarter == label ? 100 : 0));
    }

    return new Sample(id, label, new Image(SIDE, SIDE, 1, pixels));
  }

  @Override
  public List<String> classes() {
    return IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList();
  }

  @Override
  public Optional<ImageShape> imageShape() {
    return Optional.of(new ImageShape(SIDE, SIDE, 1));
  }

  @Override
  public int sampleBytes() {
    return SIDE * SIDE;
  }

  @Override
  public SampleAccess access() {
    return SampleAccess.BY_ID;
  }

  @Override
  public String location() {
    return "squares";
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    return SampleIterator.of(SampleIterator.ids(from, to), SquaresDataset::sample);
  }

  @Override
  public String fingerprint(Configuration hadoop) {
    return "%064x".formatted(size);
  }
}
