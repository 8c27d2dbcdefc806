package org.convoy.data.cifar;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.Contents;
import org.convoy.data.FileRanges;
import org.convoy.data.HadoopFiles;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.cifar.Store.Range;

/** Files side by side in a folder. */
record FolderStore(Path folder, Map<String, Long> sizes) implements Store {
  FolderStore {
    requireNonNull(folder, "folder is null");
  }

  static FolderStore open(Configuration hadoop, Path folder) {
    Map<String, Long> sizes = new TreeMap<>();
    HadoopFiles.files(hadoop, folder, "CIFAR's binary files")
        .forEach((name, status) -> sizes.put(name, status.getLen()));
    return new FolderStore(folder, sizes);
  }

  @Override
  public String location() {
    return folder.toString();
  }

  @Override
  public SampleAccess access() {
    return SampleAccess.BY_ID;
  }

  @Override
  public Contents read(Configuration hadoop, List<Range> ranges) {
    return new Parts(hadoop, folder, ranges);
  }

  /** Opens a file for all ranges of it that are asked for one after the other. */
  private static final class Parts implements Contents {
    private final Configuration hadoop;
    private final Path folder;
    private final List<Range> ranges;
    private FileRanges file;
    private int position;

    private Parts(Configuration hadoop, Path folder, List<Range> ranges) {
      this.hadoop = hadoop;
      this.folder = folder;
      this.ranges = ranges;
    }

    @Override
    public byte[] next() {
      if (position == ranges.size()) {
        throw new NoSuchElementException("no content left of " + ranges.size());
      }

      if (file == null || !file.hasNext()) {
        close();
        file = open(ranges.get(position).file());
      }

      position++;
      return file.next();
    }

    private FileRanges open(String name) {
      List<Range> together =
          ranges.stream().skip(position).takeWhile(range -> range.file().equals(name)).toList();
      return FileRanges.open(
          hadoop,
          new Path(folder, name),
          together.stream().mapToLong(Range::offset).toArray(),
          together.stream().mapToInt(Range::length).toArray());
    }

    @Override
    public void close() {
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }
}
