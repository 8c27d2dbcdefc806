package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;
import org.convoy.common.Sha256;

/**
 * Computes what a data set is recognised by, whatever it is stored in: the same samples in the same
 * order have the same fingerprint in a folder, an archive or in Parquet files.
 *
 * <p>It is the SHA-256 of the following bytes; an integer is 4 bytes, the most significant first.
 *
 * <ol>
 *   <li>the number of classes, an integer
 *   <li>for each class in order of label: the number of bytes of its name in UTF-8, an integer,
 *       then these bytes
 *   <li>for each sample in order of id: its label, an integer, then the {@linkplain #contentHash
 *       hash of its content}, 32 bytes
 * </ol>
 *
 * <p>The content of an {@link EncodedImage} is its file's bytes (so its hash is what {@code
 * sha256sum} prints). The content of an {@link Image} is its height, width and channels, three
 * integers, then its pixels in the order HWC. Names of files do not count. Because only hashes of
 * the samples go in, a storage that is read in another order than that of the ids is read once.
 */
public final class Fingerprint {
  /** Bytes of a content hash. */
  public static final int HASH_BYTES = 32;

  private final MessageDigest digest = Sha256.digest();

  /** Starts with the names of the classes in order of label. */
  public Fingerprint(List<String> classes) {
    digest.update(bytes(classes.size()));

    for (String name : classes) {
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      digest.update(bytes(utf8.length));
      digest.update(utf8);
    }
  }

  /**
   * Adds the next sample in order of id.
   *
   * @param contentHash 32 bytes, see {@link #contentHash}
   */
  public void add(int label, byte[] contentHash) {
    if (contentHash.length != HASH_BYTES) {
      throw new IllegalArgumentException(
          "a content hash has %d bytes, not %d".formatted(HASH_BYTES, contentHash.length));
    }

    digest.update(bytes(label));
    digest.update(contentHash);
  }

  /** Adds the next sample in order of id. */
  public void add(Sample sample) {
    add(sample.label(), contentHash(sample.image()));
  }

  /** The fingerprint as 64 hexadecimal digits; nothing can be added afterwards. */
  public String finish() {
    return Sha256.hex(digest);
  }

  /** The fingerprint of these classes and samples; the samples are used up and closed. */
  public static String of(List<String> classes, SampleIterator samples) {
    try (samples) {
      Fingerprint fingerprint = new Fingerprint(classes);
      samples.forEachRemaining(fingerprint::add);
      return fingerprint.finish();
    }
  }

  /**
   * The fingerprint of these classes and samples.
   *
   * @param records of all samples, see {@link ContentReader#samples}
   */
  public static String of(List<String> classes, List<byte[]> records) {
    Fingerprint fingerprint = new Fingerprint(classes);
    records.forEach(fingerprint.digest::update);
    return fingerprint.finish();
  }

  /** What goes into a fingerprint of these samples: label and content hash of each. */
  static byte[] records(Iterator<Sample> samples) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();

    while (samples.hasNext()) {
      Sample sample = samples.next();
      records.writeBytes(bytes(sample.label()));
      records.writeBytes(contentHash(sample.image()));
    }

    return records.toByteArray();
  }

  /** SHA-256 of an image's content, 32 bytes. */
  public static byte[] contentHash(StoredImage image) {
    requireNonNull(image, "image is null");
    MessageDigest hash = Sha256.digest();

    if (image instanceof EncodedImage encoded) {
      return hash.digest(encoded.content());
    }

    Image decoded = (Image) image;
    hash.update(bytes(decoded.height()));
    hash.update(bytes(decoded.width()));
    hash.update(bytes(decoded.channels()));
    return hash.digest(decoded.pixels());
  }

  private static byte[] bytes(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
