package org.convoy.data.parquet;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoy.data.parquet.ImageRowMaterializer.ImageRow;

/** How labels of rows, numbers or names, become indexes into the classes. */
final class ParquetLabels implements Serializable {
  private final List<String> classes;
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param classes names in order of label
   */
  ParquetLabels(List<String> classes) {
    this.classes = List.copyOf(classes);
    this.classes.forEach(name -> places.put(name, places.size()));
  }

  List<String> classes() {
    return classes;
  }

  /** The label of a row, -1 where it has none of these classes. */
  int label(ImageRow row) {
    if (row.labelName != null) {
      return places.getOrDefault(row.labelName, -1);
    }

    return row.label == null || row.label < 0 || row.label >= classes.size()
        ? -1
        : row.label.intValue();
  }
}
