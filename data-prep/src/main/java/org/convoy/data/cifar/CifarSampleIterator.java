package org.convoy.data.cifar;

import java.util.NoSuchElementException;
import org.convoy.data.DataException;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.archive.Contents;

/** Cuts records out of the ranges that hold them. */
final class CifarSampleIterator implements SampleIterator {
  private final Contents contents;
  private final CifarLabels kind;
  private final int classes;
  private final String location;
  private final int[] ids;
  private int position;
  private byte[] records = new byte[0];
  private int offset;

  CifarSampleIterator(
      Contents contents, CifarLabels kind, int classes, String location, int[] ids) {
    this.contents = contents;
    this.kind = kind;
    this.classes = classes;
    this.location = location;
    this.ids = ids;

    if (ids.length == 0) {
      contents.close();
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

    if (offset == records.length) {
      records = contents.next();
      offset = 0;
    }

    int label = Byte.toUnsignedInt(records[offset + kind.labelOffset()]);
    checkLabel(label);
    Sample sample =
        new Sample(ids[position], label, CifarRecords.image(records, offset + kind.labelBytes()));
    offset += CifarRecords.bytes(kind);
    position++;

    if (!hasNext()) {
      close();
    }

    return sample;
  }

  private void checkLabel(int label) {
    if (label >= classes) {
      throw new DataException(
          location,
          "labels 0…%d for %d classes".formatted(classes - 1, classes),
          "label %d at sample %d".formatted(label, ids[position]),
          "Set as many classes as the data has, or fetch the data set again.");
    }
  }

  @Override
  public void close() {
    contents.close();
  }
}
