package org.convoy.data.parquet;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;

/** Reads rows in order of id; only the files and row groups that hold them are opened. */
final class ParquetSampleIterator implements SampleIterator {
  private final Configuration hadoop;
  private final List<ParquetPart> parts;
  private final ParquetLabels labels;
  private final int to;
  private int next;
  private int part = -1;
  private int group;
  private int groupEnd;
  private ParquetRows rows;

  ParquetSampleIterator(
      Configuration hadoop, List<ParquetPart> parts, ParquetLabels labels, int from, int to) {
    this.hadoop = hadoop;
    this.parts = parts;
    this.labels = labels;
    this.next = from;
    this.to = to;

    if (from < to) {
      openGroupOf(from);
    }
  }

  @Override
  public boolean hasNext() {
    return next < to;
  }

  @Override
  public Sample next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no sample after id " + (to - 1));
    }

    if (next == groupEnd) {
      openGroupOf(next);
    }

    Sample sample = sample(rows.next());
    next++;

    if (next == to) {
      close();
    }

    return sample;
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

  private Sample sample(ImageRow row) {
    int label = labels.label(row);

    if (label < 0) {
      int classes = labels.classes().size();
      throw new DataException(
          parts.get(part).path(),
          "labels 0…%d for %d classes".formatted(classes - 1, classes),
          "label %s in row %d"
              .formatted(row.labelName == null ? row.label : row.labelName, rowNumber()),
          "Leave rows without a class out of the file.");
    }

    // What is no image is found out, and can be left out, where images are decoded.
    return new Sample(
        next, label, new EncodedImage(name(row), row.bytes == null ? new byte[0] : row.bytes));
  }

  private String name(ImageRow row) {
    String name =
        row.path == null
            ? "%s#%d".formatted(new Path(parts.get(part).path()).getName(), rowNumber())
            : row.path;
    return row.bytes == null ? name + " (no bytes in the Parquet file)" : name;
  }

  private int rowNumber() {
    return next - parts.get(part).firstId();
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
      rows = null;
    }
  }
}
