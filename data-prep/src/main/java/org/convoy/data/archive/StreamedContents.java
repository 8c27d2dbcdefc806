package org.convoy.data.archive;

import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/** Decompresses an archive once, up to the last wanted range, and holds all wanted ranges. */
final class StreamedContents implements Contents {
  private final byte[][] contents;
  private int position;

  private StreamedContents(byte[][] contents) {
    this.contents = contents;
  }

  /** Reads all ranges and closes the input. */
  static StreamedContents read(ArchiveInput opened, List<ArchiveRange> ranges) {
    byte[][] contents = new byte[ranges.size()][];
    int[] archiveOrder =
        IntStream.range(0, ranges.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> ranges.get(i).offset()))
            .mapToInt(Integer::intValue)
            .toArray();

    try (ArchiveInput input = opened) {
      int last = -1;

      for (int i : archiveOrder) {
        boolean again = last >= 0 && ranges.get(i).equals(ranges.get(last));
        contents[i] = again ? contents[last] : read(input, ranges.get(i));
        last = i;
      }
    }

    return new StreamedContents(contents);
  }

  private static byte[] read(ArchiveInput input, ArchiveRange range) {
    input.skipTo(range.offset());
    return input.readExactly(range.size());
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
