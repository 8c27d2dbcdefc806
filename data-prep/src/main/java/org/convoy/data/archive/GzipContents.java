package org.convoy.data.archive;

import java.util.Comparator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Decompresses an archive once, up to the last wanted range, and holds all wanted ranges. */
final class GzipContents implements Contents {
  private final byte[][] contents;
  private int position;

  private GzipContents(byte[][] contents) {
    this.contents = contents;
  }

  static GzipContents read(Configuration hadoop, Path path, long[] offsets, int[] lengths) {
    byte[][] contents = new byte[offsets.length][];
    int[] archiveOrder =
        IntStream.range(0, offsets.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> offsets[i]))
            .mapToInt(Integer::intValue)
            .toArray();

    try (TarInput input = TarInput.openGzip(hadoop, path)) {
      for (int i : archiveOrder) {
        input.skipTo(offsets[i]);
        contents[i] = input.readExactly(lengths[i]);
      }
    }

    return new GzipContents(contents);
  }

  @Override
  public byte[] next() {
    if (position == contents.length) {
      throw new NoSuchElementException("no content left of " + contents.length);
    }

    byte[] content = contents[position];
    contents[position++] = null;
    return content;
  }

  @Override
  public void close() {}
}
