package org.convoy.data.archive;

import static java.util.Objects.requireNonNull;

import org.convoy.data.FileRanges;

/** Ranges of a plain tar archive. */
final class PlainContents implements Contents {
  private final FileRanges ranges;

  PlainContents(FileRanges ranges) {
    this.ranges = requireNonNull(ranges, "ranges is null");
  }

  @Override
  public byte[] next() {
    return ranges.next();
  }

  @Override
  public void close() {
    ranges.close();
  }
}
