package org.convoy.data.cifar;

import java.util.ArrayList;
import java.util.List;
import org.convoy.data.Contents;
import org.convoy.data.DataException;
import org.convoy.data.Image;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.cifar.Store.Range;

/** The layout of the batch files: how many records there are and where. */
final class CifarRecords {
  static final int SIDE = 32;
  static final int CHANNELS = 3;
  static final int PIXELS = SIDE * SIDE * CHANNELS;

  /** Records that are read at once. */
  private static final int CHUNK = 1024;

  private CifarRecords() {}

  static int bytes(CifarLabels labels) {
    return labels.labelBytes() + PIXELS;
  }

  /** Records of each batch file of a split. */
  static int[] counts(Store store, CifarLabels labels, Split split) {
    return labels.batchFiles(split).stream().mapToInt(file -> count(store, labels, file)).toArray();
  }

  private static int count(Store store, CifarLabels labels, String file) {
    long size = store.size(file);
    int bytes = bytes(labels);

    if (size == 0 || size % bytes != 0 || size / bytes > Integer.MAX_VALUE / 8) {
      throw new DataException(
          store.location(),
          "records of %d bytes in %s".formatted(bytes, file),
          size + " bytes",
          "Fetch the binary version of the data set again.");
    }

    return (int) (size / bytes);
  }

  /** The ranges that hold the records {@code from}…{@code to - 1} of all files together. */
  static List<Range> ranges(List<String> files, int[] counts, int recordBytes, int from, int to) {
    List<Range> ranges = new ArrayList<>();
    int start = 0;

    for (int i = 0; i < counts.length; i++) {
      int end = start + counts[i];

      for (int first = Math.max(from, start); first < Math.min(to, end); first += CHUNK) {
        int records = Math.min(CHUNK, Math.min(to, end) - first);
        long offset = (long) (first - start) * recordBytes;
        ranges.add(new Range(files.get(i), offset, records * recordBytes));
      }

      start = end;
    }

    return ranges;
  }

  /** The ranges that hold these records, one each. */
  static List<Range> ranges(List<String> files, int[] counts, int recordBytes, int[] ids) {
    List<Range> ranges = new ArrayList<>();
    int file = 0;
    int start = 0;

    for (int id : ids) {
      while (id >= start + counts[file]) {
        start += counts[file];
        file++;
      }

      ranges.add(new Range(files.get(file), (long) (id - start) * recordBytes, recordBytes));
    }

    return ranges;
  }

  /** Interleaves the three planes that start here, each row by row, into one image. */
  static Image image(byte[] planes, int offset) {
    byte[] pixels = new byte[PIXELS];
    int plane = SIDE * SIDE;

    for (int i = 0; i < plane; i++) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        pixels[i * CHANNELS + channel] = planes[offset + channel * plane + i];
      }
    }

    return new Image(SIDE, SIDE, CHANNELS, pixels);
  }

  /** Cuts records out of the contents that hold them. */
  static final class Source implements SampleIterator.Source {
    private final Contents contents;
    private final CifarLabels kind;
    private final int classes;
    private final String location;
    private byte[] records = new byte[0];
    private int offset;

    Source(Contents contents, CifarLabels kind, int classes, String location) {
      this.contents = contents;
      this.kind = kind;
      this.classes = classes;
      this.location = location;
    }

    @Override
    public Sample read(int id) {
      if (offset == records.length) {
        records = contents.next();
        offset = 0;
      }

      int label = Byte.toUnsignedInt(records[offset + kind.labelOffset()]);
      if (label >= classes) {
        throw new DataException(
            location,
            "labels 0…%d for %d classes".formatted(classes - 1, classes),
            "label %d at sample %d".formatted(label, id),
            "Set as many classes as the data has, or fetch the data set again.");
      }

      Sample sample = new Sample(id, label, image(records, offset + kind.labelBytes()));
      offset += bytes(kind);
      return sample;
    }

    @Override
    public void close() {
      contents.close();
    }
  }
}
