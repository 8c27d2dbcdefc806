package org.convoy.data.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.RandomAccess;

/**
 * Many files, each a path with two numbers, in few large arrays: some 50 bytes a file where objects
 * would take hundreds. Strings are made when they are asked for.
 */
public final class FileList {
  /** A data set may have a list for each of very many small folders. */
  private static final int FIRST_BLOCK_BYTES = 1 << 8;

  private static final int LARGEST_BLOCK_BYTES = 1 << 20;
  private static final int FIRST_CAPACITY = 1 << 3;

  /** Paths in UTF-8, one after the other; a path is within one block. */
  private byte[][] blocks = new byte[1][FIRST_BLOCK_BYTES];

  private int lastBlock;
  private int used;
  private int size;

  /** Block and offset of each path, 32 bits each. */
  private long[] starts = new long[FIRST_CAPACITY];

  private int[] pathBytes = new int[FIRST_CAPACITY];
  private long[] lengths = new long[FIRST_CAPACITY];
  private long[] details = new long[FIRST_CAPACITY];

  /** Of paths alone. */
  public static FileList of(List<String> paths) {
    FileList list = new FileList();
    paths.forEach(path -> list.add(path, 0, 0));
    return list;
  }

  /**
   * Adds a file.
   *
   * @param length bytes of its content
   * @param detail what else is known of it, such as when it was written or where it is
   */
  public void add(String path, long length, long detail) {
    byte[] utf8 = path.getBytes(UTF_8);
    add(utf8, 0, utf8.length, length, detail);
  }

  private void add(byte[] path, int from, int bytes, long length, long detail) {
    if (size == starts.length) {
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, size + (long) (size >> 1));
      starts = Arrays.copyOf(starts, capacity);
      pathBytes = Arrays.copyOf(pathBytes, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      details = Arrays.copyOf(details, capacity);
    }

    if (bytes > blocks[lastBlock].length - used) {
      appendBlock(bytes);
    }

    System.arraycopy(path, from, blocks[lastBlock], used, bytes);
    starts[size] = (long) lastBlock << Integer.SIZE | used;
    pathBytes[size] = bytes;
    lengths[size] = length;
    details[size] = detail;
    used += bytes;
    size++;
  }

  private void appendBlock(int least) {
    int next = Math.min(LARGEST_BLOCK_BYTES, 2 * blocks[lastBlock].length);
    lastBlock++;

    if (lastBlock == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * blocks.length);
    }

    blocks[lastBlock] = new byte[Math.max(least, next)];
    used = 0;
  }

  /** Adds the files of another list. */
  void addAll(FileList other) {
    for (int i = 0; i < other.size; i++) {
      add(other.block(i), other.offset(i), other.pathBytes[i], other.lengths[i], other.details[i]);
    }
  }

  public int size() {
    return size;
  }

  /** The path of a file. */
  public String path(int position) {
    Objects.checkIndex(position, size);
    return new String(block(position), offset(position), pathBytes[position], UTF_8);
  }

  private byte[] block(int position) {
    return blocks[(int) (starts[position] >>> Integer.SIZE)];
  }

  private int offset(int position) {
    return (int) starts[position];
  }

  /** Bytes of a file's content. */
  public long length(int position) {
    return lengths[Objects.checkIndex(position, size)];
  }

  /** What else is known of a file. */
  public long detail(int position) {
    return details[Objects.checkIndex(position, size)];
  }

  /** All paths; each is made when it is asked for. */
  public List<String> paths() {
    return new Paths(this);
  }

  /** The list whose paths these are, or a new one of them. */
  static FileList ofPaths(List<String> paths) {
    return paths instanceof Paths view ? view.files : of(paths);
  }

  /**
   * Positions in the order of torchvision's ImageFolder: by the first folder below a prefix, then
   * by all folders, then by name, each by code point, which is the order of the bytes of UTF-8.
   *
   * @param positions of paths that begin with the prefix and have a slash after it
   * @param prefixBytes bytes of the prefix
   */
  int[] inOrder(int[] positions, int prefixBytes) {
    boolean isSorted = true;

    for (int i = 1; i < positions.length && isSorted; i++) {
      isSorted = compare(positions[i - 1], positions[i], prefixBytes) <= 0;
    }

    return isSorted
        ? positions
        : Arrays.stream(positions)
            .boxed()
            .sorted((left, right) -> compare(left, right, prefixBytes))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  private int compare(int left, int right, int prefixBytes) {
    byte[] leftBlock = block(left);
    byte[] rightBlock = block(right);
    int leftStart = offset(left) + prefixBytes;
    int rightStart = offset(right) + prefixBytes;
    int leftClass = firstSlash(leftBlock, leftStart);
    int rightClass = firstSlash(rightBlock, rightStart);
    int order =
        Arrays.compareUnsigned(leftBlock, leftStart, leftClass, rightBlock, rightStart, rightClass);

    if (order != 0) {
      return order;
    }

    int leftEnd = offset(left) + pathBytes[left];
    int rightEnd = offset(right) + pathBytes[right];
    int leftFolder = lastSlash(leftBlock, leftEnd);
    int rightFolder = lastSlash(rightBlock, rightEnd);
    order =
        Arrays.compareUnsigned(
            leftBlock, leftClass, leftFolder, rightBlock, rightClass, rightFolder);

    return order != 0
        ? order
        : Arrays.compareUnsigned(leftBlock, leftFolder, leftEnd, rightBlock, rightFolder, rightEnd);
  }

  /** Whether a path begins with a prefix, and a folder's name comes after it. */
  boolean isInFolderBelow(int position, byte[] prefix) {
    byte[] block = block(position);
    int start = offset(position);
    int end = start + pathBytes[position];
    int from = start + prefix.length;

    if (from > end || !Arrays.equals(block, start, from, prefix, 0, prefix.length)) {
      return false;
    }

    for (int at = from; at < end; at++) {
      if (block[at] == '/') {
        return at > start;
      }
    }

    return false;
  }

  /** Whether the first folders below a prefix, which both paths have, are the same. */
  boolean haveSameFolder(int left, int right, int prefixBytes) {
    byte[] leftBlock = block(left);
    byte[] rightBlock = block(right);
    int leftStart = offset(left) + prefixBytes;
    int rightStart = offset(right) + prefixBytes;
    return Arrays.equals(
        leftBlock,
        leftStart,
        firstSlash(leftBlock, leftStart),
        rightBlock,
        rightStart,
        firstSlash(rightBlock, rightStart));
  }

  private static int firstSlash(byte[] block, int from) {
    int at = from;

    while (block[at] != '/') {
      at++;
    }

    return at;
  }

  private static int lastSlash(byte[] block, int end) {
    int at = end - 1;

    while (block[at] != '/') {
      at--;
    }

    return at;
  }

  /** Tells whether a path was met before. */
  public static final class PathSet {
    private static final int EMPTY = -1;
    private static final int FIRST_SLOTS = 1 << 10;

    private final FileList files;
    private int[] slots = slots(FIRST_SLOTS);

    /**
     * Of the path in each slot: paths lie all over the memory and are looked at only if need be.
     */
    private int[] hashes = new int[FIRST_SLOTS];

    private int met;

    /**
     * @param files that the paths are in
     */
    public PathSet(FileList files) {
      this.files = requireNonNull(files, "files is null");
    }

    private static int[] slots(int count) {
      int[] slots = new int[count];
      Arrays.fill(slots, EMPTY);
      return slots;
    }

    /** Adds the next path of the list; false if the same path was added before. */
    public boolean add(int position) {
      if (2 * met >= slots.length) {
        grow();
      }

      int hash = files.hash(position);
      int slot = hash & slots.length - 1;

      while (slots[slot] != EMPTY) {
        if (hashes[slot] == hash && files.samePath(slots[slot], position)) {
          return false;
        }

        slot = slot + 1 & slots.length - 1;
      }

      slots[slot] = position;
      hashes[slot] = hash;
      met++;
      return true;
    }

    /** Position of a path that was added. */
    public OptionalInt find(String path) {
      byte[] utf8 = path.getBytes(UTF_8);
      int slot = hash(utf8, 0, utf8.length) & slots.length - 1;

      while (slots[slot] != EMPTY) {
        if (files.isAt(slots[slot], utf8, 0, utf8.length)) {
          return OptionalInt.of(slots[slot]);
        }

        slot = slot + 1 & slots.length - 1;
      }

      return OptionalInt.empty();
    }

    private void grow() {
      int[] before = slots;
      int[] hashesBefore = hashes;
      slots = slots(2 * before.length);
      hashes = new int[slots.length];

      for (int i = 0; i < before.length; i++) {
        if (before[i] != EMPTY) {
          move(before[i], hashesBefore[i]);
        }
      }
    }

    private void move(int position, int hash) {
      int slot = hash & slots.length - 1;

      while (slots[slot] != EMPTY) {
        slot = slot + 1 & slots.length - 1;
      }

      slots[slot] = position;
      hashes[slot] = hash;
    }
  }

  private int hash(int position) {
    return hash(block(position), offset(position), pathBytes[position]);
  }

  private static int hash(byte[] bytes, int from, int length) {
    long hash = 0xcbf29ce484222325L;

    for (int i = from; i < from + length; i++) {
      hash = (hash ^ bytes[i]) * 0x100000001b3L;
    }

    return (int) (hash ^ hash >>> Integer.SIZE);
  }

  private boolean samePath(int left, int right) {
    return isAt(left, block(right), offset(right), pathBytes[right]);
  }

  private boolean isAt(int position, byte[] path, int from, int length) {
    int offset = offset(position);
    return Arrays.equals(
        block(position), offset, offset + pathBytes[position], path, from, from + length);
  }

  private static final class Paths extends AbstractList<String> implements RandomAccess {
    private final FileList files;

    private Paths(FileList files) {
      this.files = files;
    }

    @Override
    public String get(int position) {
      return files.path(position);
    }

    @Override
    public int size() {
      return files.size;
    }
  }
}
