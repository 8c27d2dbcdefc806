package org.convoy.data.idx;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.Contents;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.FileRanges;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;

/** Reads images and labels side by side, from files that are still those that were opened. */
final class IdxSource implements SampleIterator.Source {
  private final IdxFiles files;
  private final ImageShape shape;
  private final List<String> classes;
  private final Contents images;
  private final Contents labels;

  private IdxSource(
      IdxFiles files, IdxContent content, List<String> classes, Function<IdxItems, Contents> open) {
    this.files = files;
    this.shape = content.shape();
    this.classes = classes;
    IdxHeader imageHeader = IdxHeader.of(content.size(), shape.height(), shape.width());
    this.images = open.apply(new IdxItems(files.images(), imageHeader));
    try {
      this.labels = open.apply(new IdxItems(files.labels(), IdxHeader.of(content.size())));
    } catch (DataException | DataAwayException e) {
      images.close();
      throw e;
    }
  }

  /** Of the samples from one on. */
  static IdxSource from(
      Configuration hadoop, IdxFiles files, IdxContent content, List<String> classes, int first) {
    return new IdxSource(files, content, classes, items -> items.from(hadoop, first));
  }

  /** Of these samples of plain files, at their places. */
  static IdxSource at(
      Configuration hadoop, IdxFiles files, IdxContent content, List<String> classes, int[] ids) {
    return new IdxSource(files, content, classes, items -> items.at(hadoop, ids));
  }

  @Override
  public Sample read(int id) {
    byte[] pixels = images.next();
    int label = Byte.toUnsignedInt(labels.next()[0]);
    IdxContent.checkLabel(files, classes, label, id);
    return new Sample(
        id, label, new Image(shape.height(), shape.width(), shape.channels(), pixels));
  }

  @Override
  public void close() {
    try (images) {
      labels.close();
    }
  }

  /** The items of one file, by the header that it had when the data set was opened. */
  private record IdxItems(Path path, IdxHeader header) {
    private Contents from(Configuration hadoop, int first) {
      IdxInput input = IdxInput.open(hadoop, path);
      try {
        IdxHeader found = input.readHeader(header.dimensions().size());
        requireUnchanged(found.equals(header), found.toString());
        input.skip(header.itemBytes() * first);
      } catch (DataException | DataAwayException e) {
        input.close();
        throw e;
      }

      int bytes = (int) header.itemBytes();
      return new Contents() {
        @Override
        public byte[] next() {
          return input.readExactly(bytes);
        }

        @Override
        public void close() {
          input.close();
        }
      };
    }

    /** The header is read once more, before the items. */
    private Contents at(Configuration hadoop, int[] ids) {
      byte[] expected = header.encode();
      LongStream items =
          Arrays.stream(ids).mapToLong(id -> expected.length + header.itemBytes() * id);
      IntStream lengths = Arrays.stream(ids).map(id -> (int) header.itemBytes());
      FileRanges ranges =
          FileRanges.open(
              hadoop,
              path,
              LongStream.concat(LongStream.of(0), items).toArray(),
              IntStream.concat(IntStream.of(expected.length), lengths).toArray());
      try {
        requireUnchanged(Arrays.equals(ranges.next(), expected), "another header");
        return ranges;
      } catch (DataException | DataAwayException e) {
        ranges.close();
        throw e;
      }
    }

    private void requireUnchanged(boolean isSame, String found) {
      if (!isSame) {
        throw new DataException(
            path.toString(),
            header + " values as when the data set was opened",
            found,
            "The file was replaced meanwhile: start the job again.");
      }
    }
  }
}
