package org.convoy.data.cifar;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.archive.Contents;

/** What the files of a data set lie in. */
interface Store extends Serializable {
  /** Where that is. */
  String location();

  /** Bytes of each file by its name without folders. */
  Map<String, Long> sizes();

  /** What it costs to read one range. */
  SampleAccess access();

  /** Reads ranges in their order. */
  Contents read(Configuration hadoop, List<Range> ranges);

  /** Bytes of one file. */
  default long size(String file) {
    Long size = sizes().get(file);

    if (size == null) {
      throw new DataException(
          location(),
          "a file named " + file,
          sizes().isEmpty() ? "no files" : String.join(", ", sizes().keySet()),
          "Fetch the binary version of the data set again.");
    }

    return size;
  }

  /**
   * Some records of a batch file.
   *
   * @param file its name without folders
   * @param offset bytes before the first record
   * @param length bytes of the records
   */
  record Range(String file, long offset, int length) {
    public Range {
      requireNonNull(file, "file is null");
    }
  }
}
