package org.convoy.data.archive;

import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Goes to each range of a plain archive when it is asked for. */
final class PlainContents implements Contents {
  private final TarInput input;
  private final long[] offsets;
  private final int[] lengths;
  private int position;

  PlainContents(Configuration hadoop, Path path, long length, long[] offsets, int[] lengths) {
    this.input = TarInput.openPlain(hadoop, path, length);
    this.offsets = offsets;
    this.lengths = lengths;
  }

  @Override
  public byte[] next() {
    if (position == offsets.length) {
      throw new NoSuchElementException("no content left of " + offsets.length);
    }

    byte[] content = input.readAt(offsets[position], lengths[position]);
    position++;
    return content;
  }

  @Override
  public void close() {
    input.close();
  }
}
