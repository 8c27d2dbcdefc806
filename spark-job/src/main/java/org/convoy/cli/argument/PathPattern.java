package org.convoy.cli.argument;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;
import org.convoy.data.HadoopFiles;
import org.convoy.data.folder.HiddenFiles;

/**
 * Hadoop's patterns of paths: {@code *}, {@code ?}, {@code [a-c]}, {@code {a,b}}. Hadoop's own
 * search fails in a folder where any name has a colon, and passes over what it cannot look at. As
 * in a shell, hidden files fit only what begins with a dot.
 */
public final class PathPattern {
  private PathPattern() {}

  /**
   * The files and folders that a pattern fits.
   *
   * @return sorted by path
   * @throws IOException when a folder cannot be listed, or the pattern is none
   */
  public static List<FileStatus> matches(FileSystem files, Path pattern) throws IOException {
    List<FileStatus> all = new ArrayList<>();
    for (String expanded : GlobExpander.expand(pattern.toString())) {
      all.addAll(simple(files, files.makeQualified(HadoopFiles.parse(expanded))));
    }

    all.sort(Comparator.comparing(FileStatus::getPath));
    return all;
  }

  /** Of a pattern without alternatives: component by component. */
  private static List<FileStatus> simple(FileSystem files, Path pattern) throws IOException {
    if (pattern.isRoot()) {
      return List.of(files.getFileStatus(pattern));
    }

    GlobFilter filter = new GlobFilter(pattern.getName());
    if (!filter.hasPattern() && !hasPattern(pattern.getParent())) {
      return existing(files, pattern);
    }

    List<FileStatus> found = new ArrayList<>();
    for (FileStatus folder : simple(files, pattern.getParent())) {
      if (folder.isDirectory()) {
        HadoopFiles.list(files, folder.getPath()).stream()
            .filter(child -> filter.accept(child.getPath()))
            .filter(child -> isAsked(child.getPath().getName(), pattern.getName()))
            .forEach(found::add);
      }
    }

    return found;
  }

  private static boolean isAsked(String name, String pattern) {
    return pattern.startsWith(".") || !HiddenFiles.isHidden(name);
  }

  private static boolean hasPattern(Path path) throws IOException {
    return !path.isRoot()
        && (new GlobFilter(path.getName()).hasPattern() || hasPattern(path.getParent()));
  }

  private static List<FileStatus> existing(FileSystem files, Path path) throws IOException {
    try {
      return List.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
