package org.convoy.data.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.IntStream;

/** Those paths of a list that end like images; each is made when it is asked for. */
final class ImagePaths extends AbstractList<String> implements RandomAccess {
  private final FileList files;
  private final int[] positions;

  private ImagePaths(FileList files, int[] positions) {
    this.files = files;
    this.positions = positions;
  }

  static ImagePaths of(List<String> paths) {
    FileList files = FileList.ofPaths(paths);
    return new ImagePaths(
        files,
        IntStream.range(0, files.size())
            .filter(position -> ImageFiles.isImage(files.path(position)))
            .toArray());
  }

  @Override
  public String get(int index) {
    return files.path(positions[index]);
  }

  @Override
  public int size() {
    return positions.length;
  }

  /** Number of all paths of the list, images and others. */
  int paths() {
    return files.size();
  }

  /** The images in class folders below a prefix, in order of id. */
  List<ImagePath> below(String prefix) {
    int[] below = Arrays.stream(positions).filter(position -> isBelow(position, prefix)).toArray();
    return new Below(files, files.inOrder(below, prefix.getBytes(UTF_8).length), prefix.length());
  }

  int countBelow(String prefix) {
    return (int) Arrays.stream(positions).filter(position -> isBelow(position, prefix)).count();
  }

  private boolean isBelow(int position, String prefix) {
    String path = files.path(position);
    return path.startsWith(prefix) && path.indexOf('/', prefix.length()) > 0;
  }

  private static final class Below extends AbstractList<ImagePath> implements RandomAccess {
    private final FileList files;
    private final int[] positions;
    private final int prefixLength;

    private Below(FileList files, int[] positions, int prefixLength) {
      this.files = files;
      this.positions = positions;
      this.prefixLength = prefixLength;
    }

    @Override
    public ImagePath get(int id) {
      return ImagePath.of(files.path(positions[id]).substring(prefixLength), positions[id]);
    }

    @Override
    public int size() {
      return positions.length;
    }
  }
}
