package org.convoy.data.parquet;

import java.io.Serializable;
import java.util.List;

/**
 * One file of a data set.
 *
 * @param path of the file
 * @param firstId the id of its first row
 * @param groupRows rows of each row group
 */
record ParquetPart(String path, int firstId, List<Integer> groupRows) implements Serializable {
  ParquetPart {
    groupRows = List.copyOf(groupRows);
  }

  int rows() {
    return groupRows.stream().mapToInt(Integer::intValue).sum();
  }
}
