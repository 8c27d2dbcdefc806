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
  private final int to;
  private int next;
  private byte[] records = new byte[0];
  private int offset;

  CifarSampleIterator(
      Contents contents, CifarLabels kind, int classes, String location, int from, int to) {
    this.contents = contents;
    this.kind = kind;
    this.classes = classes;
    this.location = location;
    this.next = from;
    this.to = to;

    if (from == to) {
      contents.close();
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

    if (offset == records.length) {
      records = contents.next();
      offset = 0;
    }

    int label = Byte.toUnsignedInt(records[offset + kind.labelOffset()]);
    checkLabel(label);
    Sample sample =
        new Sample(next, label, CifarRecords.image(records, offset + kind.labelBytes()));
    offset += CifarRecords.bytes(kind);
    next++;

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
          "label %d at sample %d".formatted(label, next),
          "Set as many classes as the data has, or fetch the data set again.");
    }
  }

  @Override
  public void close() {
    contents.close();
  }
}
