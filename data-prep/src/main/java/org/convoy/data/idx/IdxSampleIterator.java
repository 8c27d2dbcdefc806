package org.convoy.data.idx;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;

/** Reads images and labels side by side, from the first wanted sample on. */
final class IdxSampleIterator implements SampleIterator {
  private final IdxFiles files;
  private final ImageShape shape;
  private final List<String> classes;
  private final IdxInput images;
  private final IdxInput labels;
  private final int to;
  private int next;

  IdxSampleIterator(
      Configuration hadoop,
      IdxFiles files,
      IdxContent content,
      List<String> classes,
      int from,
      int to) {
    this.files = files;
    this.shape = content.shape();
    this.classes = classes;
    this.next = from;
    this.to = to;
    IdxHeader imageHeader = IdxHeader.of(content.size(), shape.height(), shape.width());
    this.images = openAt(hadoop, files.images(), imageHeader, from);

    try {
      this.labels = openAt(hadoop, files.labels(), IdxHeader.of(content.size()), from);
    } catch (DataException | DataAwayException e) {
      images.close();
      throw e;
    }
  }

  private static IdxInput openAt(Configuration hadoop, Path path, IdxHeader expected, int item) {
    IdxInput input = IdxInput.open(hadoop, path);

    try {
      checkUnchanged(path, expected, input.readHeader(expected.dimensions().size()));
      input.skip(expected.itemBytes() * item);
      return input;
    } catch (DataException | DataAwayException e) {
      input.close();
      throw e;
    }
  }

  private static void checkUnchanged(Path path, IdxHeader expected, IdxHeader found) {
    if (!found.equals(expected)) {
      throw new DataException(
          path.toString(),
          expected + " values as when the data set was opened",
          found.toString(),
          "The file was replaced meanwhile: start the job again.");
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

    byte[] pixels = images.readExactly(shape.elements());
    int label = labels.read();
    IdxContent.checkLabel(files, classes, label, next);
    Image image = new Image(shape.height(), shape.width(), shape.channels(), pixels);
    Sample sample = new Sample(next, label, image);
    next++;

    if (next == to) {
      close();
    }

    return sample;
  }

  @Override
  public void close() {
    try (images) {
      labels.close();
    }
  }
}
