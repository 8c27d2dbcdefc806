package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.convoy.data.ImageDataset.SampleAccess;

/** A data set made of another one, which it is like as far as nothing else is said. */
public abstract class DerivedDataset implements ImageDataset {
  private final ImageDataset origin;

  /**
   * @param origin what it is made of
   */
  protected DerivedDataset(ImageDataset origin) {
    this.origin = requireNonNull(origin, "origin is null");
  }

  /** What it is made of. */
  protected final ImageDataset origin() {
    return origin;
  }

  @Override
  public int size() {
    return origin.size();
  }

  @Override
  public List<String> classes() {
    return origin.classes();
  }

  @Override
  public LabelMapping.Names classNames() {
    return origin.classNames();
  }

  @Override
  public Optional<ImageShape> imageShape() {
    return origin.imageShape();
  }

  @Override
  public int sampleBytes() {
    return origin.sampleBytes();
  }

  @Override
  public SampleAccess access() {
    return origin.access();
  }

  @Override
  public long descriptionBytes() {
    return origin.descriptionBytes();
  }

  @Override
  public String location() {
    return origin.location();
  }

  @Override
  public void verifyShards(ContentReader reader) {
    origin.verifyShards(reader);
  }

  /**
   * Samples that were read of the origin, as those of this.
   *
   * @param ids that they have here, in the same order
   * @param label that each has here, by its own
   */
  protected static SampleIterator derive(
      SampleIterator samples, int[] ids, IntUnaryOperator label) {
    return SampleIterator.of(
        ids,
        new SampleIterator.Source() {
          @Override
          public Sample read(int id) {
            Sample sample = samples.next();
            return new Sample(id, label.applyAsInt(sample.label()), sample.image());
          }

          @Override
          public void close() {
            samples.close();
          }
        });
  }

  /**
   * What this is recognised by, if each digest of the origin becomes another one.
   *
   * @param derived what it becomes, as 64 hexadecimal digits
   */
  protected final DataIdentity derive(DataIdentity identity, UnaryOperator<String> derived) {
    return new DataIdentity(
        size(),
        identity.listing().map(derived),
        identity.stamp().map(derived),
        identity.shards().map(derived),
        identity.verified().map(derived),
        identity.content().map(derived));
  }
}
