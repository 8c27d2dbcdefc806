package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
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
  public String location() {
    return origin.location();
  }

  @Override
  public void verifyShards(ContentReader reader) {
    origin.verifyShards(reader);
  }
}
