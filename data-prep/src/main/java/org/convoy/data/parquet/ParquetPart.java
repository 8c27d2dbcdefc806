package org.convoy.data.parquet;

import java.io.Serializable;
import java.util.List;

/**
 * One file of a data set.
 *
 * @param path of the file
 * @param firstId the id of its first row
 * @param groupRows rows of each row group
 * @param bytes length of the file
 * @param modified when it was written last, in milliseconds since 1970
 */
record ParquetPart(String path, int firstId, List<Integer> groupRows, long bytes, long modified)
    implements Serializable {
  ParquetPart {
    groupRows = List.copyOf(groupRows);
  }

  ParquetPart startingAt(int id) {
    return new ParquetPart(path, id, groupRows, bytes, modified);
  }

  int rows() {
    return groupRows.stream().mapToInt(Integer::intValue).sum();
  }
}
