package org.convoy.bench.sync;

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
 * Square images of noise, computed from their ids.
 *
 * @param size how many
 * @param shape of each
 * @param classCount of their labels, which are noise as well
 */
public record RandomImages(int size, ImageShape shape, int classCount) implements ImageDataset {
  /** Images as a task describes them. */
  public static RandomImages of(Task task, int size) {
    return new RandomImages(
        size, new ImageShape(task.side(), task.side(), task.channels()), Task.CLASSES);
  }

  private Sample sample(int id) {
    SplittableRandom random = new SplittableRandom(id);
    byte[] pixels = new byte[sampleBytes()];
    random.nextBytes(pixels);
    return new Sample(
        id,
        random.nextInt(classCount),
        new Image(shape.height(), shape.width(), shape.channels(), pixels));
  }

  @Override
  public List<String> classes() {
    return IntStream.range(0, classCount).mapToObj(String::valueOf).toList();
  }

  @Override
  public Optional<ImageShape> imageShape() {
    return Optional.of(shape);
  }

  @Override
  public int sampleBytes() {
    return shape.height() * shape.width() * shape.channels();
  }

  @Override
  public SampleAccess access() {
    return SampleAccess.BY_ID;
  }

  @Override
  public String location() {
    return "random images";
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    return SampleIterator.of(SampleIterator.ids(from, to), this::sample);
  }

  @Override
  public SampleIterator read(Configuration hadoop, int[] ids) {
    return SampleIterator.of(ids, this::sample);
  }

  @Override
  public String fingerprint(Configuration hadoop) {
    return "%064x".formatted(hashCode());
  }
}
