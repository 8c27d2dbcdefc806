package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.Sha256;

/** Reads one sample or file after the other, in the calling thread. */
public record LocalContentReader(Configuration hadoop) implements ContentReader {
  public LocalContentReader {
    requireNonNull(hadoop, "hadoop is null");
  }

  @Override
  public List<byte[]> samples(ImageDataset dataset) {
    return List.of(hashes(dataset.read(hadoop, 0, dataset.size())));
  }

  /** As {@link ContentReader#samples} has it, of samples that are used up and closed. */
  public static byte[] hashes(SampleIterator samples) {
    try (samples) {
      return Fingerprint.records(samples);
    }
  }

  @Override
  public List<String> sha256(List<String> paths) {
    return paths.stream().map(path -> sha256(hadoop, path)).toList();
  }

  /**
   * SHA-256 of a file as 64 hexadecimal digits.
   *
   * @throws DataException when it cannot be read
   */
  public static String sha256(Configuration hadoop, String path) {
    try (InputStream input = HadoopFiles.open(HadoopFiles.path(path), hadoop)) {
      return Sha256.hex(input);
    } catch (IOException e) {
      throw DataException.ofReading(
          path, "a readable file", "Check the file system and the file.", e);
    }
  }
}
