package org.convoy.data.folder;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.convoy.data.DataException;
import org.convoy.data.ListingDigest;
import org.convoy.data.folder.ImageFiles.ImageFile;

/**
 * Names, labels and lengths of the image files of a split in order of id, in few large arrays: a
 * million files take some tens of megabytes, here and on the way to a task.
 */
public final class SampleTable implements Serializable {
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final byte[] names;
  private final int[] nameEnds;
  private final int[] labels;
  private final int[] lengths;
  private final long bytes;

  private SampleTable(byte[] names, int[] nameEnds, int[] labels, int[] lengths) {
    this.names = names;
    this.nameEnds = nameEnds;
    this.labels = labels;
    this.lengths = lengths;
    long sum = 0;

    for (int length : lengths) {
      sum += length;
    }

    this.bytes = sum;
  }

  /**
   * Packs a listing.
   *
   * @param location what was listed, for messages
   * @param length bytes of the file at a position of the list that the files were found in
   * @throws DataException when an image, or all names together, are larger than an array can be
   */
  public static SampleTable of(String location, List<ImageFile> files, IntToLongFunction length) {
    return of(location, files, length, LONGEST_ARRAY);
  }

  /** As above, with names of so many bytes together. */
  static SampleTable of(
      String location, List<ImageFile> files, IntToLongFunction length, int nameBytes) {
    int[] nameEnds = new int[files.size()];
    int[] labels = new int[files.size()];
    int[] lengths = new int[files.size()];
    ByteArrayOutputStream names = new ByteArrayOutputStream();

    for (int id = 0; id < files.size(); id++) {
      ImageFile file = files.get(id);
      names.writeBytes(checkedName(location, file, nameBytes - names.size()));
      nameEnds[id] = names.size();
      labels[id] = file.label();
      lengths[id] = checkedLength(location, file, length.applyAsLong(file.position()));
    }

    return new SampleTable(names.toByteArray(), nameEnds, labels, lengths);
  }

  private static byte[] checkedName(String location, ImageFile file, int room) {
    byte[] name = file.path().getBytes(StandardCharsets.UTF_8);

    if (name.length > room) {
      throw new DataException(
          location,
          "image files whose paths have 2 GiB together, some 70 million",
          "more, from %s on".formatted(file.path()),
          "Prepare the images in several parts with convoy prepare, or give them shorter names.");
    }

    return name;
  }

  private static int checkedLength(String location, ImageFile file, long length) {
    if (length > LONGEST_ARRAY) {
      throw new DataException(
          location,
          "image files below 2 GiB",
          "%s with %d bytes".formatted(file.path(), length),
          "Remove the file.");
    }

    return (int) length;
  }

  /** Number of samples. */
  public int size() {
    return labels.length;
  }

  /** The path that the sample was found at. */
  public String name(int id) {
    int start = id == 0 ? 0 : nameEnds[id - 1];
    return new String(names, start, nameEnds[id] - start, StandardCharsets.UTF_8);
  }

  /** Index into the classes. */
  public int label(int id) {
    return labels[id];
  }

  /** Bytes of the file. */
  public int length(int id) {
    return lengths[id];
  }

  /** Adds a sample's name, label and length to what a listing is recognised by. */
  public void addTo(ListingDigest digest, int id) {
    int start = id == 0 ? 0 : nameEnds[id - 1];
    digest.addName(names, start, nameEnds[id] - start);
    digest.addNumber(labels[id]);
    digest.addNumber(lengths[id]);
  }

  /** Bytes on the heap. */
  public long heapBytes() {
    return names.length + 3L * Integer.BYTES * size();
  }

  /** All labels in order of id. */
  public int[] labels() {
    return labels.clone();
  }

  /** Mean of the lengths in bytes, rounded up, at least 1. */
  public int meanLength() {
    return (int) Math.max(1, (bytes + size() - 1) / size());
  }
}
