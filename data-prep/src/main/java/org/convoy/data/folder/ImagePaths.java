package org.convoy.data.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.stream.Stream;

/** Those paths of a list that end like images; each is made when it is asked for. */
final class ImagePaths extends AbstractList<String> implements RandomAccess {
  private final FileList files;
  private final int[] positions;
  private final Skipped hidden;
  private final Skipped others;
  private final Map<String, Below> below = new HashMap<>();

  private ImagePaths(FileList files, int[] positions, Skipped hidden, Skipped others) {
    this.files = files;
    this.positions = positions;
    this.hidden = hidden;
    this.others = others;
  }

  static ImagePaths of(List<String> paths) {
    FileList files = FileList.ofPaths(paths);
    int[] positions = new int[files.size()];
    int images = 0;
    Skipped hidden = new Skipped();
    Skipped others = new Skipped();

    for (int position = 0; position < files.size(); position++) {
      String path = files.path(position);

      if (HiddenFiles.isHidden(path)) {
        hidden.add(path);
      } else if (ImagePath.isImage(path)) {
        positions[images++] = position;
      } else {
        others.add(path);
      }
    }

    return new ImagePaths(files, Arrays.copyOf(positions, images), hidden, others);
  }

  /** Paths that are no images: how many, and the first of them. */
  private static final class Skipped {
    private static final int KEPT = 10;

    private final List<String> first = new ArrayList<>();
    private int count;

    private void add(String path) {
      count++;

      if (first.size() < KEPT) {
        first.add(path);
      }
    }

    /**
     * @param read some of them that are not skipped, fewer than are kept
     */
    private Optional<String> remark(String what, Set<String> read) {
      int skipped = count - read.size();
      return first.stream()
          .filter(path -> !read.contains(path))
          .findFirst()
          .map(
              path ->
                  "%d %s %s and skipped, such as %s"
                      .formatted(skipped, skipped == 1 ? "file is" : "files are", what, path));
    }
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

  /**
   * What a user should know of the paths that are no images.
   *
   * @param read those that are used for something else, one a split at most
   * @return sentences without their full stop
   */
  List<String> remarks(Set<String> read) {
    return Stream.of(
            hidden.remark("hidden", Set.of()), others.remark("not named like images", read))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The images in class folders below a prefix, in order of id. */
  Below below(String prefix) {
    return below.computeIfAbsent(prefix, key -> new Below(files, positions, key));
  }

  /** The images below a prefix; sorted and searched for classes once. */
  static final class Below extends AbstractList<ImagePath> implements RandomAccess {
    private final FileList files;
    private final int[] positions;
    private final int prefixLength;
    private final List<String> classes = new ArrayList<>();

    /** The first id of each class, and the number of all. */
    private final int[] starts;

    private Below(FileList files, int[] all, String prefix) {
      byte[] utf8 = prefix.getBytes(UTF_8);
      int[] found =
          Arrays.stream(all).filter(position -> files.isInFolderBelow(position, utf8)).toArray();
      this.files = files;
      this.positions = files.inOrder(found, utf8.length);
      this.prefixLength = prefix.length();
      this.starts = starts(utf8.length);
    }

    private int[] starts(int prefixBytes) {
      int[] found = new int[positions.length + 1];

      for (int id = 0; id < positions.length; id++) {
        if (id == 0 || !files.haveSameFolder(positions[id - 1], positions[id], prefixBytes)) {
          found[classes.size()] = id;
          classes.add(get(id).className());
        }
      }

      found[classes.size()] = positions.length;
      return Arrays.copyOf(found, classes.size() + 1);
    }

    /** The first folders, in order of id, each once. */
    List<String> classes() {
      return classes;
    }

    /** The first id of a class, by its place among the classes; after the last, the size. */
    int start(int index) {
      return starts[index];
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

  /**
   * The path of an image file below the folder of its split: {@code CLASS/…/NAME}.
   *
   * @param className the first folder
   * @param folder everything before the last slash, the class included
   * @param name everything after it
   * @param position place in the list that it was found in
   */
  record ImagePath(String className, String folder, String name, int position) {
    /** Those of torchvision's ImageFolder, and .gif. */
    private static final List<String> EXTENSIONS =
        List.of(".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp", ".gif");

    /** The order of ids of images in one folder. */
    static final Comparator<ImagePath> BY_CLASS_AND_NAME =
        Comparator.comparing(ImagePath::className, CodePointOrder.INSTANCE)
            .thenComparing(ImagePath::name, CodePointOrder.INSTANCE);

    private static final int LONGEST_EXTENSION =
        EXTENSIONS.stream().mapToInt(String::length).max().getAsInt();

    /**
     * @param path has at least one slash
     */
    static ImagePath of(String path, int position) {
      int slash = path.lastIndexOf('/');

      return new ImagePath(
          path.substring(0, path.indexOf('/')),
          path.substring(0, slash),
          path.substring(slash + 1),
          position);
    }

    /** The same image, of another class than its first folder. */
    ImagePath of(String otherClass) {
      return new ImagePath(otherClass, folder, name, position);
    }

    /** Whether the extension, in whatever case, is that of an image. */
    static boolean isImage(String path) {
      int start = Math.max(path.lastIndexOf('/') + 1, path.length() - LONGEST_EXTENSION);
      String end = path.substring(start).toLowerCase(Locale.ROOT);

      for (String extension : EXTENSIONS) {
        if (end.endsWith(extension)) {
          return true;
        }
      }

      return false;
    }
  }
}
