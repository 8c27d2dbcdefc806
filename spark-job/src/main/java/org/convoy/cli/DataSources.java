package org.convoy.cli;

import org.apache.hadoop.conf.Configuration;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.idx.IdxDataset;
import org.convoy.data.parquet.ParquetDataset;

/** Data sets that the command line names: kind:path. */
final class DataSources {
  private DataSources() {}

  static ImageDataset open(Configuration hadoop, String location, Split split) {
    return location.startsWith("idx:")
        ? IdxDataset.open(hadoop, location.substring(4), split, IdxDataset.numberedClasses(10))
        : ParquetDataset.open(hadoop, location.replaceFirst("^parquet:", ""), split);
  }
}
