package org.convoy.data;

import java.util.List;

/**
 * Reads data sets from end to end for what their content is recognised by, wherever that is done.
 */
public interface ContentReader {
  /**
   * Bytes that stand for a sample: its label, the most significant first, and its content's hash.
   */
  int BYTES_PER_SAMPLE = Integer.BYTES + Fingerprint.HASH_BYTES;

  /**
   * Labels and content hashes of all samples.
   *
   * @return parts that hold {@link #BYTES_PER_SAMPLE} bytes for each sample, in order of id
   * @throws DataException when the data cannot be read
   */
  List<byte[]> samples(ImageDataset dataset);

  /**
   * SHA-256 of files, each as 64 hexadecimal digits, in the same order.
   *
   * @param paths any Hadoop paths
   * @throws DataException when one cannot be read
   */
  List<String> sha256(List<String> paths);
}
