package org.convoy.data.parquet;

/** One row as it was read; null where the file has null. Filled anew for each row. */
final class ImageRow {
  byte[] bytes;
  String path;
  Long label;
  String labelName;

  void clear() {
    bytes = null;
    path = null;
    label = null;
    labelName = null;
  }
}
