package org.convoy.cli.argument;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.file.FileFailure;
import org.convoy.data.folder.FileTree;
import org.convoy.data.folder.ImageFiles;

/** What a user means by the name of an image, a folder of images, or a pattern of such names. */
public record ImageArgument(String argument, Configuration hadoop, Consumer<String> remarks) {
  public ImageArgument {
    requireNonNull(argument, "argument is null");
    requireNonNull(hadoop, "hadoop is null");
    requireNonNull(remarks, "remarks is null");
  }

  /**
   * One file that an argument names, or why it names none.
   *
   * @param shown as the user would write it
   * @param location with its file system, for any process
   * @param problem why there is no file to look at
   */
  public record Candidate(String shown, String location, Optional<String> problem) {
    private static Candidate file(String shown, Path location) {
      return new Candidate(shown, location.toString(), Optional.empty());
    }

    private static Candidate missing(String shown, String problem) {
      return new Candidate(shown, shown, Optional.of(problem));
    }
  }

  /**
   * The files that an argument names: a file itself; of a folder all image files in it at any
   * depth, by their endings, except hidden ones, sorted; of a pattern (Hadoop's: * ? [a-c] {a,b})
   * what its matches name.
   *
   * @param remarks is told what a user should know, such as what is left out of folders
   * @return at least one candidate
   */
  public static List<Candidate> expand(
      String argument, Configuration hadoop, Consumer<String> remarks) {
    try {
      return new ImageArgument(argument, hadoop, remarks).candidates();
    } catch (IOException e) {
      if (FileFailure.ofReading(e) == FileFailure.AWAY) {
        throw new DataAwayException(argument, e);
      }

      return List.of(Candidate.missing(argument, "cannot be read: " + FileFailure.reason(e)));
    } catch (IllegalArgumentException e) {
      return List.of(Candidate.missing(argument, "cannot be read: " + e.getMessage()));
    } catch (DataException e) {
      return List.of(Candidate.missing(argument, e.getMessage()));
    }
  }

  private List<Candidate> candidates() throws IOException {
    Path path = HadoopFiles.parse(argument);
    FileSystem files = HadoopFiles.of(path, hadoop);
    Optional<FileStatus> named = status(files, path);
    if (named.isPresent()) {
      return named(files, argument, named.get());
    }

    List<FileStatus> matches = PathPattern.matches(files, path);
    if (matches.isEmpty()) {
      return List.of(
          Candidate.missing(argument, "expected an image file or folder, found nothing"));
    }

    List<Candidate> candidates = new ArrayList<>();
    for (FileStatus match : matches) {
      candidates.addAll(named(files, shown(files, match.getPath()), match));
    }

    return candidates;
  }

  private static Optional<FileStatus> status(FileSystem files, Path path) throws IOException {
    try {
      return Optional.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** A match as the argument would name it: with a file system, or from the root, if it is. */
  private String shown(FileSystem files, Path match) {
    Path asked = HadoopFiles.parse(argument);
    if (asked.toUri().getScheme() != null) {
      return match.toString();
    }

    String path = match.toUri().getPath();
    String working = files.getWorkingDirectory().toUri().getPath() + "/";
    return !asked.isAbsolute() && path.startsWith(working)
        ? path.substring(working.length())
        : path;
  }

  private List<Candidate> named(FileSystem files, String shown, FileStatus status)
      throws IOException {
    if (!status.isDirectory()) {
      return List.of(Candidate.file(shown, status.getPath()));
    }

    List<Candidate> below = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    RemoteIterator<? extends FileStatus> found = FileTree.filesBelow(files, status.getPath());
    while (found.hasNext()) {
      Path path = found.next().getPath();
      String relative = relative(status.getPath(), path);
      if (ImageFiles.isImage(relative)) {
        below.add(Candidate.file(join(shown, relative), path));
      } else {
        skipped.add(relative);
      }
    }

    below.sort(Comparator.comparing(Candidate::shown));
    Collections.sort(skipped);
    ImageFiles.skipped(skipped).forEach(remark -> remarks.accept(shown + ": " + remark));
    return below.isEmpty()
        ? List.of(
            Candidate.missing(shown, "expected a folder with images, found no image file in it"))
        : below;
  }

  private static String relative(Path folder, Path path) {
    String prefix = folder.toUri().getPath();
    String whole = path.toUri().getPath();
    return whole.substring(prefix.endsWith("/") ? prefix.length() : prefix.length() + 1);
  }

  private static String join(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }
}
