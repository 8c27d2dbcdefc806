package org.convoy.data;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Describes a data set of labelled images: what is in it and where. It holds no samples and no open
 * files, so it is small enough to be sent to every task, which reads its share itself.
 */
public interface ImageDataset extends Serializable {
  /** Number of samples; their ids are 0…size-1. */
  int size();

  /** Names of the classes; a sample's label is an index into this list. */
  List<String> classes();

  /** Whether the data have names of classes, or these only number them. */
  default LabelMapping.Names classNames() {
    return LabelMapping.Names.GIVEN;
  }

  /**
   * The shape that all images share once decoded; empty when they differ, or when that is not known
   * before they are decoded.
   */
  Optional<ImageShape> imageShape();

  /** Bytes of a stored image: exact, an upper bound, or the mean; at least 1. */
  int sampleBytes();

  /** What it costs to read one sample; unless a data set knows better, its neighbours as well. */
  default SampleAccess access() {
    return SampleAccess.BY_NEIGHBOURS;
  }

  /**
   * Bytes of this description on a heap, as far as they grow with the number of samples: names,
   * labels, places. Unless a data set knows better, it knows nothing of single samples.
   */
  default long descriptionBytes() {
    return 0;
  }

  /** Where the data lies, for messages and reports. */
  String location();

  /**
   * Reads the samples with ids {@code from}…{@code to - 1}, in this order.
   *
   * @throws IndexOutOfBoundsException unless 0 ≤ from ≤ to ≤ size
   * @throws DataException when the data is gone, damaged, or not what this description was made of
   */
  SampleIterator read(Configuration hadoop, int from, int to);

  /**
   * Reads the samples with the given ids only, in this order. Unless a data set knows better, this
   * reads everything between the first and the last of them and passes over the others.
   *
   * @param ids strictly ascending
   * @throws IllegalArgumentException when they are not
   * @throws IndexOutOfBoundsException when one of them is not within the data set
   * @throws DataException as {@link #read(Configuration, int, int)}
   */
  default SampleIterator read(Configuration hadoop, int[] ids) {
    SampleIterator.checkIds(ids, size());
    return ids.length == 0
        ? read(hadoop, 0, 0)
        : read(hadoop, ids[0], ids[ids.length - 1] + 1).only(ids.clone());
  }

  /**
   * The labels of all samples in order of id. Unless a data set knows better, this reads all
   * samples.
   *
   * @throws DataException when the data cannot be read
   */
  default int[] labels(Configuration hadoop) {
    int[] labels = new int[size()];

    try (SampleIterator samples = read(hadoop, 0, size())) {
      samples.forEachRemaining(sample -> labels[sample.id()] = sample.label());
    }

    return labels;
  }

  /**
   * What the data set is recognised by. Unless a data set knows better, this reads all samples.
   *
   * @throws DataException when the data cannot be read
   */
  default DataIdentity identity(Configuration hadoop) {
    return DataIdentity.ofContent(size(), fingerprint(hadoop));
  }

  /**
   * SHA-256 over the content (pixels, labels and their order, not file names or compression), as 64
   * hexadecimal digits: equal if and only if training would see the same samples.
   *
   * @param reader reads the samples, unless the data set knows it already
   * @throws DataException when the data cannot be read
   */
  default String fingerprint(ContentReader reader) {
    return Fingerprint.of(classes(), reader.samples(this));
  }

  /** As {@link #fingerprint(ContentReader)}, read by the calling thread. */
  default String fingerprint(Configuration hadoop) {
    return fingerprint(new LocalContentReader(hadoop));
  }

  /**
   * Reads the files of a data set whose identity has shards, and compares them with what was
   * recorded when they were made.
   *
   * @throws DataException when a file is another one, or cannot be read
   */
  default void verifyShards(ContentReader reader) {
    throw new UnsupportedOperationException(this + " has no record of shards");
  }

  /** What it costs to read one sample out of the middle of a data set. */
  public enum SampleAccess {
    /** About as much as its bytes: a file of its own, or a known place in one. */
    BY_ID,
    /** As much as that of its neighbours, with which it is stored together. */
    BY_NEIGHBOURS,
    /** As much as everything before it: compressed as a whole. */
    FROM_THE_START
  }
}
