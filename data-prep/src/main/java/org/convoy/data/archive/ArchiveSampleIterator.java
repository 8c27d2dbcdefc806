package org.convoy.data.archive;

import java.util.NoSuchElementException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.folder.SampleTable;

/** Puts ids, names and labels to contents that come in order of id. */
final class ArchiveSampleIterator implements SampleIterator {
  private final Contents contents;
  private final SampleTable samples;
  private final int[] ids;
  private int position;

  ArchiveSampleIterator(Contents contents, SampleTable samples, int[] ids) {
    this.contents = contents;
    this.samples = samples;
    this.ids = ids;

    if (ids.length == 0) {
      contents.close();
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
    Sample sample =
        new Sample(id, samples.label(id), new EncodedImage(samples.name(id), contents.next()));
    position++;

    if (!hasNext()) {
      close();
    }

    return sample;
  }

  @Override
  public void close() {
    contents.close();
  }
}
