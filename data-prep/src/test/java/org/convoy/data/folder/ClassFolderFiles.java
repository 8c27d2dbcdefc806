package org.convoy.data.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small class folders: what the files hold is no image, only different everywhere. */
public final class ClassFolderFiles {
  /** Paths of a data set with both splits and three files that are no samples, unsorted. */
  public static final List<String> PATHS =
      List.of(
          "train/dog/2.png",
          "train/dog/10.JPG",
          "test/cat/9.jpg",
          "train/cat/b/1.jpeg",
          "train/cat/z.jpg",
          "README.md",
          "train/cat/notes.txt",
          "train/stray.jpg",
          "test/dog/7.png");

  /** Those of the training split in order of id. */
  public static final List<String> TRAIN_PATHS =
      List.of("train/cat/z.jpg", "train/cat/b/1.jpeg", "train/dog/10.JPG", "train/dog/2.png");

  private ClassFolderFiles() {}

  public static byte[] content(String path) {
    return ("content of " + path + " ".repeat(path.length() * 100))
        .getBytes(StandardCharsets.UTF_8);
  }

  public static Map<String, byte[]> contents(List<String> paths) {
    Map<String, byte[]> contents = new TreeMap<>();
    paths.forEach(path -> contents.put(path, content(path)));
    return contents;
  }

  public static void write(Path folder, List<String> paths) throws IOException {
    for (String path : paths) {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content(path));
    }
  }
}
