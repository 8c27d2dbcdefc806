package org.convoy.data.parquet;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.parquet.ImageRowMaterializer.ImageRow;

/** Reads rows in order of id; only the files and row groups that hold them are opened. */
final class ParquetSource implements SampleIterator.Source {
  private final Configuration hadoop;
  private final List<ParquetPart> parts;
  private final ParquetLabels labels;
  private int part = -1;
  private int group;
  private int groupEnd;
  private ParquetRows rows;

  ParquetSource(Configuration hadoop, List<ParquetPart> parts, ParquetLabels labels) {
    this.hadoop = hadoop;
    this.parts = parts;
    this.labels = labels;
  }

  @Override
  public Sample read(int id) {
    if (rows == null || id == groupEnd) {
      openGroupOf(id);
    }

    return sample(id, rows.next());
  }

  private void openGroupOf(int id) {
    int wanted = Math.max(part, 0);

    while (id >= parts.get(wanted).firstId() + parts.get(wanted).rows()) {
      wanted++;
    }

    if (wanted != part) {
      open(wanted);
    }

    while (id >= groupEnd) {
      group++;
      groupEnd += parts.get(part).groupRows().get(group);
    }

    int first = groupEnd - parts.get(part).groupRows().get(group);
    rows.readRowGroup(group, rows.columns().projection());
    rows.skip(id - first);
  }

  private void open(int wanted) {
    close();
    part = wanted;
    group = -1;
    groupEnd = parts.get(part).firstId();
    rows = ParquetRows.open(hadoop, parts.get(part).path());

    if (!RowGroups.rows(rows).equals(parts.get(part).groupRows())) {
      close();
      throw new DataException(
          parts.get(part).path(),
          "row groups as when the data set was opened",
          "others",
          "The file was replaced meanwhile: start the job again.");
    }
  }

  private Sample sample(int id, ImageRow row) {
    int label = labels.label(row);

    if (label < 0) {
      int classes = labels.classes().size();
      throw new DataException(
          parts.get(part).path(),
          "labels 0…%d for %d classes".formatted(classes - 1, classes),
          "label %s in row %d"
              .formatted(row.labelName == null ? row.label : row.labelName, rowNumber(id)),
          "Leave rows without a class out of the file.");
    }

    // What is no image is found out, and can be left out, where images are decoded.
    return new Sample(
        id, label, new EncodedImage(name(id, row), row.bytes == null ? new byte[0] : row.bytes));
  }

  private String name(int id, ImageRow row) {
    String name =
        row.path == null
            ? "%s#%d".formatted(new Path(parts.get(part).path()).getName(), rowNumber(id))
            : row.path;
    return row.bytes == null ? name + " (no bytes in the Parquet file)" : name;
  }

  private int rowNumber(int id) {
    return id - parts.get(part).firstId();
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
      rows = null;
    }
  }
}
