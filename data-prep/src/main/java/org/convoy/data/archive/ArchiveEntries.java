package org.convoy.data.archive;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.RandomAccess;
import org.convoy.data.folder.FileList;

/**
 * The files of an archive in its order, in few large arrays; each is made when it is asked for. No
 * two have the same name.
 */
public final class ArchiveEntries extends AbstractList<ArchiveEntry> implements RandomAccess {
  private final FileList files = new FileList();
  private final FileList.PathSet names = new FileList.PathSet(files);

  /** Of a zip archive; empty as long as contents are stored as they are. */
  private long[] storedSizes = {};

  private int[] checksums = {};

  /** SHA-256 by offset, of the files that were hashed. */
  private final Map<Long, byte[]> contentHashes = new HashMap<>();

  /** Appends a file; false if there is one of its name, which is to be refused then. */
  boolean append(ArchiveEntry entry) {
    int position = files.size();
    files.add(entry.name(), entry.size(), entry.offset());

    if (entry.storedSize() != entry.size() || entry.checksum() != 0 || checksums.length > 0) {
      if (position >= checksums.length) {
        int capacity = Math.max(1 << 10, 2 * position);
        int before = checksums.length;
        checksums = Arrays.copyOf(checksums, capacity);
        storedSizes = Arrays.copyOf(storedSizes, capacity);

        for (int i = before; i < position; i++) {
          storedSizes[i] = files.length(i);
        }
      }

      storedSizes[position] = entry.storedSize();
      checksums[position] = entry.checksum();
    }

    return names.add(position);
  }

  /** The file of a name. */
  Optional<ArchiveEntry> named(String name) {
    OptionalInt position = names.find(name);
    return position.isPresent() ? Optional.of(get(position.getAsInt())) : Optional.empty();
  }

  void addHash(ArchiveEntry file, byte[] hash) {
    contentHashes.put(file.offset(), hash);
  }

  /** Whether the contents of all these files are hashed, which is done in a compressed tar only. */
  boolean hashes(List<ArchiveEntry> some) {
    return some.stream().allMatch(file -> contentHashes.containsKey(file.offset()));
  }

  /** SHA-256 of a file's content. */
  byte[] hash(ArchiveEntry file) {
    return contentHashes.get(file.offset());
  }

  /** All names, in the same order. */
  List<String> names() {
    return files.paths();
  }

  @Override
  public ArchiveEntry get(int position) {
    boolean isPlain = checksums.length == 0;
    return new ArchiveEntry(
        files.path(position),
        files.detail(position),
        files.length(position),
        isPlain ? files.length(position) : storedSizes[position],
        isPlain ? 0 : checksums[position]);
  }

  @Override
  public int size() {
    return files.size();
  }
}
