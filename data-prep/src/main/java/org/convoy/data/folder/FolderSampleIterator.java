package org.convoy.data.folder;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.HadoopFiles;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;

/** Reads one file after the other; between two samples none is open. */
final class FolderSampleIterator implements SampleIterator {
  private static final String REPLACED = "The file was replaced meanwhile: start the job again.";

  private final Configuration hadoop;
  private final Path root;
  private final SampleTable samples;
  private final int[] ids;
  private int position;

  FolderSampleIterator(Configuration hadoop, Path root, SampleTable samples, int[] ids) {
    this.hadoop = hadoop;
    this.root = root;
    this.samples = samples;
    this.ids = ids;
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
    String name = samples.name(id);
    byte[] content = read(hadoop, HadoopFiles.below(root, name), samples.length(id));
    position++;
    return new Sample(id, samples.label(id), new EncodedImage(name, content));
  }

  /** Reads a file that was listed with this length. */
  static byte[] read(Configuration hadoop, Path path, int length) {
    try (FSDataInputStream file = HadoopFiles.open(path, hadoop)) {
      byte[] content = new byte[length];
      file.readFully(content);

      if (file.read() >= 0) {
        throw changed(path, length, "more", null);
      }

      return content;
    } catch (EOFException e) {
      throw changed(path, length, "fewer", e);
    } catch (FileNotFoundException e) {
      throw new DataException(
          path.toString(), "an image of %d bytes".formatted(length), "nothing", REPLACED, e);
    } catch (IOException e) {
      throw DataException.ofReading(
          path.toString(),
          "a readable image of %d bytes".formatted(length),
          "Check the file system and the permissions.",
          e);
    }
  }

  private static DataException changed(Path path, int length, String found, EOFException cause) {
    return new DataException(
        path.toString(), length + " bytes as when it was listed", found, REPLACED, cause);
  }

  @Override
  public void close() {}
}
