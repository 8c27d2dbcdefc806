package org.convoy.data.idx;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.FileRanges;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;

/** Reads the given samples of plain files at their places, and the headers before them. */
final class IdxIdIterator implements SampleIterator {
  private final IdxFiles files;
  private final ImageShape shape;
  private final List<String> classes;
  private final int[] ids;
  private final FileRanges images;
  private final FileRanges labels;
  private int position;

  IdxIdIterator(
      Configuration hadoop, IdxFiles files, IdxContent content, List<String> classes, int[] ids) {
    this.files = files;
    this.shape = content.shape();
    this.classes = classes;
    this.ids = ids;
    IdxHeader imageHeader = IdxHeader.of(content.size(), shape.height(), shape.width());
    this.images = open(hadoop, files.images(), imageHeader, ids);

    try {
      this.labels = open(hadoop, files.labels(), IdxHeader.of(content.size()), ids);
    } catch (DataException | DataAwayException e) {
      images.close();
      throw e;
    }
  }

  private static FileRanges open(Configuration hadoop, Path path, IdxHeader header, int[] ids) {
    int headerBytes = header.encode().length;
    LongStream items = Arrays.stream(ids).mapToLong(id -> headerBytes + header.itemBytes() * id);
    IntStream lengths = Arrays.stream(ids).map(id -> (int) header.itemBytes());
    FileRanges ranges =
        FileRanges.open(
            hadoop,
            path,
            LongStream.concat(LongStream.of(0), items).toArray(),
            IntStream.concat(IntStream.of(headerBytes), lengths).toArray());

    try {
      requireUnchanged(path, header, ranges.next());
      return ranges;
    } catch (DataException | DataAwayException e) {
      ranges.close();
      throw e;
    }
  }

  private static void requireUnchanged(Path path, IdxHeader expected, byte[] found) {
    if (!Arrays.equals(found, expected.encode())) {
      throw new DataException(
          path.toString(),
          expected + " values as when the data set was opened",
          "another header",
          "The file was replaced meanwhile: start the job again.");
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
    int label = Byte.toUnsignedInt(labels.next()[0]);
    IdxContent.checkLabel(files, classes, label, id);
    Image image = new Image(shape.height(), shape.width(), shape.channels(), images.next());
    position++;

    if (!hasNext()) {
      close();
    }

    return new Sample(id, label, image);
  }

  @Override
  public void close() {
    try (images) {
      labels.close();
    }
  }
}
