package org.convoy.data.archive;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;

/** Goes to each range of a plain tar archive when it is asked for. */
final class PlainContents implements Contents {
  private final ArchiveInput input;
  private final Iterator<ArchiveRange> ranges;

  PlainContents(ArchiveInput input, List<ArchiveRange> ranges) {
    this.input = requireNonNull(input, "input is null");
    this.ranges = ranges.iterator();
  }

  @Override
  public byte[] next() {
    ArchiveRange range = ranges.next();
    return input.readAt(range.offset(), range.size());
  }

  @Override
  public void close() {
    input.close();
  }
}
