package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Ranges of one file, given in the order in which they are asked for and read in that of the file:
 * some at a time, and what lies close together at once. Holds at most four megabytes, or the one
 * range that is larger, beside the range that it gives.
 */
public final class FileRanges implements Contents {
  private static final int MOST_HELD = 4 << 20;

  /** What is rather read along than passed over: as much as comes in the time of a request. */
  private static final int LOCAL_GAP = 16 << 10;

  private static final int REMOTE_GAP = 128 << 10;

  private final Configuration hadoop;
  private final Path path;
  private final FSDataInputStream file;
  private final boolean local;
  private final long[] offsets;
  private final int[] lengths;
  private final byte[][] held;
  private int next;
  private int end;

  private FileRanges(
      Configuration hadoop,
      Path path,
      FSDataInputStream file,
      boolean local,
      long[] offsets,
      int[] lengths) {
    this.hadoop = hadoop;
    this.path = path;
    this.file = file;
    this.local = local;
    this.offsets = offsets;
    this.lengths = lengths;
    this.held = new byte[offsets.length][];
  }

  /**
   * Opens a file.
   *
   * @param offsets where each range starts
   * @param lengths bytes of each
   * @throws DataException when it cannot be opened
   */
  public static FileRanges open(Configuration hadoop, Path path, long[] offsets, int[] lengths) {
    requireNonNull(path, "path is null");
    if (offsets.length != lengths.length) {
      throw new IllegalArgumentException(
          "%d offsets but %d lengths".formatted(offsets.length, lengths.length));
    }

    try {
      boolean local = HadoopFiles.isLocal(path, hadoop);
      return new FileRanges(hadoop, path, HadoopFiles.open(path, hadoop), local, offsets, lengths);
    } catch (FileNotFoundException e) {
      throw replaced(path, "nothing", e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Whether there is another range. */
  public boolean hasNext() {
    return next < offsets.length;
  }

  /**
   * The next range.
   *
   * @throws DataException when the file ends before it
   * @throws DataAwayException when it cannot be read now
   */
  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no range left of " + offsets.length);
    }

    if (next == end) {
      int to = endOfHeld(next);
      fill(next, to);
      end = to;
    }

    byte[] range = held[next];
    held[next] = null;
    next++;
    return range;
  }

  /** The first range that is not held together with those from this one on. */
  private int endOfHeld(int first) {
    long bytes = 0;
    int last = first;

    while (last < offsets.length && (last == first || bytes + lengths[last] <= MOST_HELD)) {
      bytes += lengths[last];
      last++;
    }

    return last;
  }

  private void fill(int from, int to) {
    int[] inFile =
        IntStream.range(from, to)
            .boxed()
            .sorted(Comparator.comparingLong(range -> offsets[range]))
            .mapToInt(Integer::intValue)
            .toArray();
    int first = 0;

    while (first < inFile.length) {
      int last = first + 1;
      long reached = endOf(inFile[first]);

      while (last < inFile.length && isClose(inFile[first], reached, inFile[last])) {
        reached = Math.max(reached, endOf(inFile[last]));
        last++;
      }

      readTogether(inFile, first, last, reached);
      first = last;
    }
  }

  private long endOf(int range) {
    return offsets[range] + lengths[range];
  }

  private boolean isClose(int first, long reached, int range) {
    int gap = local ? LOCAL_GAP : REMOTE_GAP;
    return offsets[range] - reached <= gap && endOf(range) - offsets[first] <= MOST_HELD;
  }

  private void readTogether(int[] inFile, int first, int last, long reached) {
    long start = offsets[inFile[first]];

    if (last == first + 1) {
      held[inFile[first]] = read(start, lengths[inFile[first]]);
      return;
    }

    byte[] together = read(start, Math.toIntExact(reached - start));

    for (int i = first; i < last; i++) {
      byte[] range = new byte[lengths[inFile[i]]];
      System.arraycopy(together, (int) (offsets[inFile[i]] - start), range, 0, range.length);
      held[inFile[i]] = range;
    }
  }

  private byte[] read(long offset, int length) {
    try {
      return HadoopFiles.readAt(file, local, offset, length);
    } catch (EOFException e) {
      throw ended(offset + length, e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Of a broken connection some clients say no more than that it ended. */
  private RuntimeException ended(long wanted, EOFException cause) {
    try {
      return HadoopFiles.of(path, hadoop).getFileStatus(path).getLen() < wanted
          ? replaced(path, "its end before byte " + wanted, cause)
          : new DataAwayException(path.toString(), cause);
    } catch (FileNotFoundException e) {
      return replaced(path, "nothing", e);
    } catch (IOException e) {
      return unreadable(path, e);
    }
  }

  private static DataException replaced(Path path, String found, IOException cause) {
    return new DataException(
        path.toString(),
        "the file as it was when the data set was opened",
        found,
        "The file was replaced meanwhile: start the job again.",
        cause);
  }

  private static RuntimeException unreadable(Path path, IOException cause) {
    return DataException.ofReading(
        path.toString(), "a readable file", "Check the file system and the permissions.", cause);
  }

  /** Closes the file. Closing twice is harmless. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
