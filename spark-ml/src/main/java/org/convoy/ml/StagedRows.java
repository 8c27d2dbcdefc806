package org.convoy.ml;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.convoy.run.file.RunException;

/** The rows of a fit as Parquet files, which its training reads; whole or not used. */
record StagedRows(Path folder, Configuration hadoop) {
  /** Small enough to be read as a whole by whoever wants one image of it. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private static final String COMPLETE = "_SUCCESS";

  StagedRows {
    requireNonNull(folder, "folder is null");
    requireNonNull(hadoop, "hadoop is null");
  }

  static StagedRows at(String location, Configuration hadoop) {
    return new StagedRows(new Path(location), hadoop);
  }

  String location() {
    return folder.toString();
  }

  /** Writes what is not there yet: what an interrupted fit wrote, its training goes on with. */
  void write(LabelledRows rows) {
    write("train", rows.part(false));
    if (rows.hasValidation()) {
      write("validation", rows.part(true));
    }
  }

  private void write(String split, Dataset<Row> rows) {
    Path target = new Path(folder, split);
    if (!exists(new Path(target, COMPLETE))) {
      rows.write()
          .mode(SaveMode.Overwrite)
          .option("compression", "none")
          .option("parquet.block.size", ROW_GROUP_BYTES)
          .option("parquet.enable.dictionary", false)
          .parquet(target.toString());
    }
  }

  private boolean exists(Path path) {
    try {
      return path.getFileSystem(hadoop).exists(path);
    } catch (IOException e) {
      throw RunException.unreadable("rows", path.toString(), e);
    }
  }

  void delete() {
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      files.delete(folder, true);
    } catch (IOException e) {
      throw RunException.unreadable("rows", location(), e);
    }
  }
}
