package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.Sha256;

/** A data set whose labels are those of other classes. */
final class RelabeledDataset extends DerivedDataset {
  private final LabelMapping mapping;

  RelabeledDataset(ImageDataset dataset, LabelMapping mapping) {
    super(dataset);
    this.mapping = requireNonNull(mapping, "mapping is null");
  }

  @Override
  public List<String> classes() {
    return mapping.classes();
  }

  @Override
  public int[] labels(Configuration hadoop) {
    return Arrays.stream(origin().labels(hadoop)).map(mapping::label).toArray();
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    return derive(origin().read(hadoop, from, to), SampleIds.range(from, to), mapping::label);
  }

  @Override
  public SampleIterator read(Configuration hadoop, int[] ids) {
    return derive(origin().read(hadoop, ids), ids.clone(), mapping::label);
  }

  /** That of the data set with the mapping; the content is known only once it is read. */
  @Override
  public DataIdentity identity(Configuration hadoop) {
    DataIdentity known = origin().identity(hadoop);
    DataIdentity identity = derive(known, this::relabeled);
    return new DataIdentity(
        size(),
        identity.listing(),
        identity.stamp(),
        identity.shards(),
        identity.verified(),
        known.stamp().isPresent()
            ? Optional.empty()
            : Optional.of(fingerprint(new LocalContentReader(hadoop))));
  }

  private String relabeled(String digest) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(digest.getBytes(StandardCharsets.US_ASCII));
    // The classes of both sides decide which label becomes which.
    sha256.update(origin().classes().toString().getBytes(StandardCharsets.UTF_8));
    sha256.update(classes().toString().getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(sha256);
  }

  @Override
  public String toString() {
    return "RelabeledDataset(%s, %s)".formatted(origin(), mapping);
  }
}
