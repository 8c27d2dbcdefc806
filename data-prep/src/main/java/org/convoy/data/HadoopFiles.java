package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.convoy.data.file.FileFailure;

/** Gives Hadoop's paths and file systems, and says clearly where there is none. */
public final class HadoopFiles {
  private static final int SHOWN = 5;
  private static final Pattern SCHEME_LIKE_NAME = Pattern.compile("[^/:]+:(?!/)");

  private HadoopFiles() {}

  /**
   * The path that a user names. What precedes a colon is a file system only where a slash follows;
   * else the colon is one in a name.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Path parse(String location) {
    if (location.isBlank()) {
      throw new IllegalArgumentException("the path is empty");
    }

    return new Path(SCHEME_LIKE_NAME.matcher(location).lookingAt() ? "./" + location : location);
  }

  /**
   * As {@link #parse}.
   *
   * @throws DataException when it is none: an empty text, or one with a colon after what can be no
   *     name of a file system
   */
  public static Path path(String location) {
    try {
      return parse(location);
    } catch (IllegalArgumentException e) {
      String reason = (e.getCause() == null ? e : e.getCause()).getMessage();
      throw new DataException(
          "\"" + location + "\"", "a path", "none: " + reason, "Name a file or a folder.", e);
    }
  }

  /**
   * The file system that a path is on.
   *
   * @throws IOException when there is none, or its host is not known
   * @throws MissingFileSystemException when its classes are not there
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    try {
      return path.getFileSystem(hadoop);
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof UnknownHostException unknown) {
        throw new IOException("unknown host " + unknown.getMessage(), e);
      }

      throw e;
    } catch (RuntimeException e) {
      throw e.getCause() instanceof ClassNotFoundException missing
          ? new MissingFileSystemException(path, missing)
          : e;
    } catch (NoClassDefFoundError e) {
      throw new MissingFileSystemException(path, e);
    }
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be opened
   * @throws DataException when it is a FIFO, a device or a socket, of which reading may never end
   */
  public static FSDataInputStream open(Path path, Configuration hadoop) throws IOException {
    FileSystem files = of(path, hadoop);
    requireOrdinary(files, path);
    try {
      // Hadoop has no path for the checksums of a local file with a colon in its name.
      return files instanceof ChecksumFileSystem local && path.getName().indexOf(':') >= 0
          ? local.getRawFileSystem().open(path)
          : files.open(path);
    } catch (FileNotFoundException e) {
      // What java.io says of files that are there, too: too many are open, or it is not allowed.
      if (FileFailure.ofReading(e) != FileFailure.WRONG) {
        throw new IOException(e.getMessage(), e);
      }

      throw e;
    }
  }

  /** Whether a path is on the local file system, where asking costs next to nothing. */
  public static boolean isLocal(Path path, Configuration hadoop) throws IOException {
    return of(path, hadoop).getUri().getScheme().equals("file");
  }

  /**
   * Reads bytes anywhere in an open file.
   *
   * @param local whether it is a {@linkplain #isLocal local} one
   * @throws java.io.EOFException when it ends before the bytes do
   */
  public static byte[] readAt(FSDataInputStream file, boolean local, long offset, int count)
      throws IOException {
    byte[] bytes = new byte[count];
    if (local) {
      // Hadoop's local files are opened anew, with their checksums, for each positioned read.
      file.seek(offset);
      file.readFully(bytes);
    } else {
      file.readFully(offset, bytes);
    }

    return bytes;
  }

  /**
   * The files that lie directly in a folder, by name.
   *
   * @param what is expected there, such as "IDX files", for messages
   * @throws DataException when there is no such folder, or it cannot be listed
   */
  public static SortedMap<String, FileStatus> files(
      Configuration hadoop, Path folder, String what) {
    SortedMap<String, FileStatus> found = new TreeMap<>();
    try {
      for (FileStatus status : list(of(folder, hadoop), folder)) {
        if (status.isFile()) {
          found.put(status.getPath().getName(), status);
        }
      }
    } catch (FileNotFoundException e) {
      throw DataException.missing(folder.toString(), "a folder with " + what, e);
    } catch (IOException e) {
      throw DataException.ofReading(
          folder.toString(),
          "a readable folder with " + what,
          "Check the path, the file system and the permissions.",
          e);
    }

    return found;
  }

  /** What is below a folder; unlike Hadoop's own constructor it takes a name with a colon. */
  public static Path below(Path folder, String path) {
    return path.isEmpty() ? folder : new Path(folder, new Path("./" + path));
  }

  /**
   * Lists what is directly in a folder, with nothing left out: Hadoop passes over, without a word,
   * what is in a local folder and cannot be looked at.
   *
   * @throws IOException when the folder cannot be listed
   * @throws DataException when files of a local folder cannot be seen: broken links, and names that
   *     the locale does not know
   */
  public static List<FileStatus> list(FileSystem files, Path folder) throws IOException {
    List<FileStatus> found = List.of(files.listStatus(folder));

    if (files instanceof LocalFileSystem) {
      requireAll(folder, found.stream().map(status -> status.getPath().getName()).toList());
    }

    return found;
  }

  private static void requireAll(Path folder, List<String> found) {
    String[] names = new File(folder.toUri().getPath()).list();
    List<String> there =
        names == null ? List.of() : Stream.of(names).filter(HadoopFiles::isVisible).toList();
    long missing = there.size() - found.stream().filter(HadoopFiles::isVisible).count();
    if (missing <= 0) {
      return;
    }

    Set<String> seen = new HashSet<>(found);
    List<String> lost = there.stream().filter(name -> !seen.contains(name)).sorted().toList();
    throw new DataException(
        folder.toUri().getPath(),
        "%d files and folders that can be read".formatted(there.size()),
        "%d that cannot (%s%s)"
            .formatted(
                missing,
                lost.stream().limit(SHOWN).collect(Collectors.joining(", ")),
                lost.size() > SHOWN ? ", …" : ""),
        isUnicode()
            ? "Remove the broken links among them, or restore what they point to."
            : "The locale knows no such names: set LC_ALL=C.UTF-8 where this process is started.");
  }

  /** Hidden files, such as the checksums that Hadoop leaves out as well, are nobody's data. */
  private static boolean isVisible(String name) {
    return !name.startsWith(".");
  }

  private static boolean isUnicode() {
    return System.getProperty("sun.jnu.encoding", "UTF-8").equalsIgnoreCase("UTF-8");
  }

  /**
   * Makes sure that a local path is no FIFO, device or socket, of which reading may never end.
   *
   * @throws DataException when it is
   */
  public static void requireOrdinary(FileSystem files, Path path) {
    if (isSpecial(files, path)) {
      throw new DataException(
          path.toUri().getPath(), "a file", "a FIFO, a device or a socket", "Name a file.");
    }
  }

  /** Whether a local path is a FIFO, a device or a socket. */
  public static boolean isSpecial(FileSystem files, Path path) {
    return "file".equals(files.getUri().getScheme()) && isSpecial(path);
  }

  /** As above, of a path on the local file system. */
  public static boolean isSpecial(Path path) {
    File file = new File(path.toUri().getPath());
    return file.exists() && !file.isFile() && !file.isDirectory();
  }

  /**
   * Hadoop knows a file system by name, but its classes are not there; the message says what is.
   */
  public static final class MissingFileSystemException extends RuntimeException {
    private static final Map<String, String> MODULES =
        Map.of(
            "s3a", "hadoop-aws",
            "abfs", "hadoop-azure",
            "abfss", "hadoop-azure",
            "wasb", "hadoop-azure",
            "wasbs", "hadoop-azure",
            "adl", "hadoop-azure-datalake",
            "oss", "hadoop-aliyun",
            "cosn", "hadoop-cos");

    MissingFileSystemException(Path path, Throwable cause) {
      super(message(path, cause.getMessage()), cause);
    }

    private static String message(Path path, String missing) {
      String module = MODULES.get(path.toUri().getScheme());
      String version = VersionInfo.getVersion();
      return module == null
          ? "%s: the file system %s is not there (%s); add its jars to CONVOY_CLASSPATH or $SPARK_HOME/jars"
              .formatted(path, path.toUri().getScheme(), missing)
          : ("%s: the file system %s is not there (%s); add %s %s with --conf"
                  + " spark.jars.packages=org.apache.hadoop:%s:%s, or its jars and those that it"
                  + " needs to CONVOY_CLASSPATH or $SPARK_HOME/jars")
              .formatted(path, path.toUri().getScheme(), missing, module, version, module, version);
    }
  }

  /**
   * A path that says which file system it is on, with that file system.
   *
   * @param files where files are created, read and renamed
   * @param path complete, for example {@code hdfs://host:8020/user/me/runs}
   */
  public record FilePlace(FileContext files, Path path) {
    public FilePlace {
      requireNonNull(files, "files is null");
      requireNonNull(path, "path is null");
    }

    /**
     * Completes a path as Hadoop's command line does: without a scheme it is on the default file
     * system, {@code hdfs:///} is the default one's host.
     *
     * @throws IOException when there is no such file system
     * @throws IllegalArgumentException when the path is none
     */
    public static FilePlace of(String location, Configuration hadoop) throws IOException {
      Path path = HadoopFiles.parse(location);
      // A FileContext takes no URI without a host, FileSystem fills it in.
      Path complete = HadoopFiles.of(path, hadoop).makeQualified(path);
      return new FilePlace(FileContext.getFileContext(complete.toUri(), hadoop), complete);
    }
  }
}
