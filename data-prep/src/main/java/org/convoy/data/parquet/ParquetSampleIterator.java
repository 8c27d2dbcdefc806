package org.convoy.data.parquet;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;

/**
 * Reads rows in order of id; only the files and row groups that hold them are opened. Of a row
 * group of which little is wanted only the pages that hold it are read, if the file has an index.
 */
final class ParquetSampleIterator implements SampleIterator {
  /** A row group of which a larger share is wanted is read as a whole. */
  private static final double SMALL_SHARE = 0.25;

  /** What is read beside the rows themselves, as large as {@link ParquetImageWriter} makes it. */
  private static final int PAGE_BYTES = 64 << 10;

  private final Configuration hadoop;
  private final List<ParquetPart> parts;
  private final ParquetLabels labels;
  private final int[] ids;
  private int position;
  private int part = -1;
  private int group;
  private int groupEnd;

  /** Of a whole row group the id of the next row, of a run the one after its last. */
  private int atHand;

  private boolean isWhole;
  private ParquetRows rows;

  ParquetSampleIterator(
      Configuration hadoop, List<ParquetPart> parts, ParquetLabels labels, int[] ids) {
    this.hadoop = hadoop;
    this.parts = parts;
    this.labels = labels;
    this.ids = ids;

    if (ids.length > 0) {
      openGroupOf(ids[0]);
    }
  }

  @Override
  public boolean hasNext() {
    return position < ids.length;
  }

  @Override
  public Sample next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no sample left of " + ids.length);
    }

    int id = ids[position];

    if (id >= groupEnd) {
      openGroupOf(id);
    } else if (!isWhole && id >= atHand) {
      readRun();
    }

    if (isWhole) {
      rows.skip(id - atHand);
      atHand = id + 1;
    }

    Sample sample = sample(id, rows.next());
    position++;

    if (!hasNext()) {
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
    read(first);
  }

  private void read(int first) {
    atHand = first;
    isWhole = !rows.hasPageIndex(group) || isMuch(first);

    if (isWhole) {
      rows.readRowGroup(group, rows.columns().projection());
    } else {
      readRun();
    }
  }

  /** Whether the pages that hold what is wanted are more than a small share of the row group. */
  private boolean isMuch(int first) {
    long bytes = rows.rowGroups().get(group).getTotalByteSize();
    double wanted = 0;

    for (int i = position; i < ids.length && ids[i] < groupEnd; i++) {
      boolean beginsRun = i == position || ids[i] > ids[i - 1] + 1;
      wanted += (double) bytes / (groupEnd - first) + (beginsRun ? PAGE_BYTES : 0);
    }

    return wanted > SMALL_SHARE * bytes;
  }

  /** Goes on to the next wanted row, and to those after it that are wanted, too. */
  private void readRun() {
    int last = position;

    while (last + 1 < ids.length && ids[last + 1] == ids[last] + 1 && ids[last + 1] < groupEnd) {
      last++;
    }

    int first = groupEnd - parts.get(part).groupRows().get(group);
    RowRun run = new RowRun(ids[position] - first, last - position + 1);
    rows.readRun(group, run, rows.columns().projection());
    atHand = ids[last] + 1;
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
