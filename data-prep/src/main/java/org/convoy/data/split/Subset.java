package org.convoy.data.split;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.Sha256;
import org.convoy.data.ContentReader;
import org.convoy.data.DataIdentity;
import org.convoy.data.DerivedDataset;
import org.convoy.data.ImageDataset;
import org.convoy.data.SampleIterator;

/** Some samples of a data set, numbered anew in the same order. */
public final class Subset extends DerivedDataset {
  private final int[] ids;
  private final String name;

  /**
   * @param ids ascending, of the whole
   * @param name what part it is, for messages
   */
  Subset(ImageDataset whole, int[] ids, String name) {
    super(whole);
    this.ids = ids;
    this.name = name;
  }

  /** Samples from all over a data set, or all of it where it has no more. */
  public static ImageDataset evenly(ImageDataset whole, int count) {
    int size = whole.size();
    return count >= size
        ? whole
        : new Subset(
            whole,
            IntStream.range(0, count).map(i -> (int) ((long) i * size / count)).toArray(),
            "evenly spaced");
  }

  @Override
  public int size() {
    return ids.length;
  }

  @Override
  public long descriptionBytes() {
    return origin().descriptionBytes() + (long) Integer.BYTES * ids.length;
  }

  @Override
  public String location() {
    return "%s (%s part)".formatted(origin().location(), name);
  }

  @Override
  public int[] labels(Configuration hadoop) {
    int[] labels = origin().labels(hadoop);
    return Arrays.stream(ids).map(id -> labels[id]).toArray();
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return read(hadoop, SampleIterator.ids(from, to), Arrays.copyOfRange(ids, from, to));
  }

  @Override
  public SampleIterator read(Configuration hadoop, int[] selected) {
    SampleIterator.checkIds(selected, size());
    return read(hadoop, selected.clone(), Arrays.stream(selected).map(id -> ids[id]).toArray());
  }

  private SampleIterator read(Configuration hadoop, int[] newIds, int[] wholeIds) {
    return derive(origin().read(hadoop, wholeIds), newIds, IntUnaryOperator.identity());
  }

  /** That of the whole, each part of it with the ids as in {@link #fingerprint}. */
  @Override
  public DataIdentity identity(Configuration hadoop) {
    return derive(origin().identity(hadoop), this::ofPart);
  }

  /** SHA-256 over the fingerprint of the whole in ASCII, then each id as 4 bytes, big-endian. */
  @Override
  public String fingerprint(ContentReader reader) {
    return ofPart(origin().fingerprint(reader));
  }

  private String ofPart(String digestOfWhole) {
    MessageDigest digest = Sha256.digest();
    digest.update(digestOfWhole.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES);

    for (int id : ids) {
      digest.update(bytes.putInt(0, id).array());
    }

    return Sha256.hex(digest);
  }

  @Override
  public String toString() {
    return "Subset(%d of %s)".formatted(ids.length, origin());
  }
}
