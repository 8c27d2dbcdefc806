package org.convoy.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.convoy.common.Sha256;

/**
 * Computes what a data set is recognised by from its listing, see {@link DataIdentity}. Both
 * digests are SHA-256 of the number of classes, each class and each file: texts in UTF-8 after the
 * number of their bytes, numbers of 8 bytes, the most significant first.
 */
public final class ListingDigest {
  private final Feed listing = new Feed();
  private final Feed stamp = new Feed();

  /** Starts with the names of the classes in order of label. */
  public ListingDigest(List<String> classes) {
    addNumber(classes.size());
    classes.forEach(name -> addName(name.getBytes(UTF_8)));
  }

  /** Adds a file's name, as bytes of UTF-8. */
  public void addName(byte[] name) {
    addName(name, 0, name.length);
  }

  /** Adds a file's name that is a part of an array. */
  public void addName(byte[] names, int from, int length) {
    addNumber(length);
    listing.add(names, from, length);
    stamp.add(names, from, length);
  }

  /** Adds a length, a label or another number that is the same in another place. */
  public void addNumber(long number) {
    listing.add(number);
    stamp.add(number);
  }

  /** Adds a modification time, in milliseconds since 1970, which counts for the stamp alone. */
  public void addTime(long millis) {
    stamp.add(millis);
  }

  /** What was added identifies that many samples; nothing can be added afterwards. */
  public DataIdentity finish(int samples) {
    return DataIdentity.ofListing(samples, listing.finish(), stamp.finish());
  }

  /** Hands large pieces to a digest. */
  private static final class Feed {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private void add(long number) {
      drainUnless(Long.BYTES);
      buffer.putLong(number);
    }

    private void add(byte[] bytes, int from, int length) {
      drainUnless(length);

      if (length > buffer.remaining()) {
        digest.update(bytes, from, length);
      } else {
        buffer.put(bytes, from, length);
      }
    }

    private void drainUnless(int fits) {
      if (buffer.remaining() < fits) {
        drain();
      }
    }

    private void drain() {
      digest.update(buffer.array(), 0, buffer.position());
      buffer.clear();
    }

    private String finish() {
      drain();
      return Sha256.hex(digest);
    }
  }
}
