package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A data set whose labels are those of other classes. */
final class RelabeledDataset implements ImageDataset {
  private final ImageDataset dataset;
  private final LabelMapping mapping;

  RelabeledDataset(ImageDataset dataset, LabelMapping mapping) {
    this.dataset = requireNonNull(dataset, "dataset is null");
    this.mapping = requireNonNull(mapping, "mapping is null");
  }

  @Override
  public int size() {
    return dataset.size();
  }

  @Override
  public List<String> classes() {
    return mapping.classes();
  }

  @Override
  public LabelMapping.Names classNames() {
    return dataset.classNames();
  }

  @Override
  public Optional<ImageShape> imageShape() {
    return dataset.imageShape();
  }

  @Override
  public int sampleBytes() {
    return dataset.sampleBytes();
  }

  @Override
  public SampleAccess access() {
    return dataset.access();
  }

  @Override
  public String location() {
    return dataset.location();
  }

  @Override
  public int[] labels(Configuration hadoop) {
    return Arrays.stream(dataset.labels(hadoop)).map(mapping::label).toArray();
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    return relabel(dataset.read(hadoop, from, to));
  }

  @Override
  public SampleIterator read(Configuration hadoop, int[] ids) {
    return relabel(dataset.read(hadoop, ids));
  }

  private SampleIterator relabel(SampleIterator samples) {
    return new SampleIterator() {
      @Override
      public boolean hasNext() {
        return samples.hasNext();
      }

      @Override
      public Sample next() {
        Sample sample = samples.next();
        return new Sample(sample.id(), mapping.label(sample.label()), sample.image());
      }

      @Override
      public void close() {
        samples.close();
      }
    };
  }

  /** That of the data set with the mapping; the content is known only once it is read. */
  @Override
  public DataIdentity identity(Configuration hadoop) {
    DataIdentity identity = dataset.identity(hadoop);
    return new DataIdentity(
        size(),
        identity.listing().map(this::relabeled),
        identity.stamp().map(this::relabeled),
        identity.shards().map(this::relabeled),
        identity.verified().map(this::relabeled),
        identity.stamp().isPresent()
            ? Optional.empty()
            : Optional.of(fingerprint(new LocalContentReader(hadoop))));
  }

  private String relabeled(String digest) {
    MessageDigest sha256 = Fingerprint.sha256();
    sha256.update(digest.getBytes(StandardCharsets.US_ASCII));
    // The classes of both sides decide which label becomes which.
    sha256.update(dataset.classes().toString().getBytes(StandardCharsets.UTF_8));
    sha256.update(classes().toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void verifyShards(ContentReader reader) {
    dataset.verifyShards(reader);
  }

  @Override
  public String toString() {
    return "RelabeledDataset(%s, %s)".formatted(dataset, mapping);
  }
}
