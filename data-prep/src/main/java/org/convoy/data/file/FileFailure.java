package org.convoy.data.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/** Why a file operation failed, as far as it says what to do. */
public enum FileFailure {
  /** No space or quota is left. */
  FULL("Free space there or raise the quota; the same command continues."),
  /** The user may not, or nobody can. */
  DENIED(
      "Make it readable and writable for this user, or give another folder; the same command continues."),
  /** The file is not what it should be: absent, damaged, no file at all. */
  WRONG(""),
  /** All else: it may work later. */
  AWAY("The same command continues when the file system is back.");

  private static final List<String> FULL_MESSAGES =
      List.of(
          "no space left on device", "disk quota exceeded", "not enough space", "file too large");
  private static final List<String> DENIED_MESSAGES =
      List.of("permission denied", "read-only file system", "operation not permitted");
  private static final List<String> WRONG_MESSAGES =
      List.of(
          "not a directory",
          "is a directory",
          "must both be directories",
          "both must be directories",
          "non empty destination directory",
          " is not empty",
          "file name too long",
          "too many levels of symbolic links",
          "illegal file pattern",
          "incomplete hdfs uri");

  /** What says no more than a file's name, with the operating system's words for it. */
  private static final Map<Class<? extends IOException>, String> SAYING_THE_NAME =
      Map.of(
          AccessDeniedException.class, "Permission denied",
          NoSuchFileException.class, "No such file or directory",
          java.nio.file.FileAlreadyExistsException.class, "File exists",
          NotDirectoryException.class, "Not a directory",
          DirectoryNotEmptyException.class, "Directory not empty");

  /** What java.io throws as a FileNotFoundException, though the file may well be there. */
  private static final List<String> AWAY_MESSAGES =
      List.of("too many open files", "stale file handle", "input/output error");

  private static final String NO_DATANODE = "could only be written to 0 of";

  private final String advice;

  FileFailure(String advice) {
    this.advice = advice;
  }

  /** What to do, in one sentence; empty where it depends on the file. */
  public String advice() {
    return advice;
  }

  /** What the file system said, in one line: remote exceptions bring their stack trace as text. */
  public static String reason(IOException failure) {
    String message = failure.getMessage();
    if (SAYING_THE_NAME.containsKey(failure.getClass())) {
      return SAYING_THE_NAME.get(failure.getClass()) + ": " + message;
    }

    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("").strip();
  }

  /** As above, where the operating system has more to say of a local path than Hadoop does. */
  public static String reason(IOException failure, Path path) {
    return told(unwrapped(failure)) == AWAY && isLocal(path)
        ? refusal(local(path)).orElseGet(() -> reason(failure))
        : reason(failure);
  }

  /**
   * Tells the failures of reading apart. A file that ends too early is wrong where whoever reads it
   * finds its end.
   */
  public static FileFailure ofReading(IOException failure) {
    IOException cause = unwrapped(failure);
    return isUnknownHost(cause) ? WRONG : told(cause);
  }

  /** Of an address that was never right, as {@link org.convoy.data.HadoopFiles#of} tells it. */
  private static boolean isUnknownHost(IOException failure) {
    return failure.getCause() instanceof IllegalArgumentException
        && failure.getCause().getCause() instanceof UnknownHostException;
  }

  private static IOException unwrapped(IOException failure) {
    return failure instanceof RemoteException remote ? remote.unwrapRemoteException() : failure;
  }

  /**
   * Tells the failures apart, by type, by the operating system's message, and for those that say
   * too little by looking at the file system.
   */
  public static FileFailure of(IOException failure, FileContext files, Path path) {
    IOException cause = unwrapped(failure);
    FileFailure told = told(cause);
    return told == AWAY ? seen(cause, files, path) : told;
  }

  private static FileFailure told(IOException failure) {
    if (failure instanceof ClusterStorageCapacityExceededException
        || says(failure, FULL_MESSAGES)) {
      return FULL;
    }

    if (failure instanceof AccessControlException
        || failure instanceof AccessDeniedException
        || says(failure, DENIED_MESSAGES)) {
      return DENIED;
    }

    return isWrong(failure) && !says(failure, AWAY_MESSAGES) ? WRONG : AWAY;
  }

  private static boolean isWrong(IOException failure) {
    return failure instanceof FileNotFoundException
        || failure instanceof ChecksumException
        || failure instanceof JsonProcessingException
        || failure instanceof ParentNotDirectoryException
        || failure instanceof PathIsNotDirectoryException
        || failure instanceof FileAlreadyExistsException
        || failure instanceof UnsupportedFileSystemException
        || SAYING_THE_NAME.containsKey(failure.getClass())
        || says(failure, WRONG_MESSAGES);
  }

  private static boolean says(IOException failure, List<String> messages) {
    return says(String.valueOf(failure.getMessage()), messages);
  }

  private static boolean says(String said, List<String> messages) {
    String text = said.toLowerCase(Locale.ROOT);
    return messages.stream().anyMatch(text::contains);
  }

  private static FileFailure seen(IOException failure, FileContext files, Path path) {
    if (isLocal(path)) {
      return seenLocally(local(path));
    }

    boolean noDatanode = String.valueOf(failure.getMessage()).contains(NO_DATANODE);
    return noDatanode && isFull(files, path) ? FULL : AWAY;
  }

  private static boolean isLocal(Path path) {
    return String.valueOf(path.toUri().getScheme()).equals("file");
  }

  private static File local(Path path) {
    return new File(path.toUri().getPath()).getAbsoluteFile();
  }

  /** Hadoop's local file system says of a folder it could not make no more than that. */
  private static FileFailure seenLocally(File file) {
    if (refusal(file).filter(reason -> says(reason, WRONG_MESSAGES)).isPresent()) {
      return WRONG;
    }

    File existing = file;
    while (!existing.exists() && existing.getParentFile() != null) {
      existing = existing.getParentFile();
    }

    if (existing.isDirectory() && !existing.canWrite()) {
      return DENIED;
    }

    if (!existing.isDirectory() && !existing.equals(file)) {
      return WRONG;
    }

    return existing.getUsableSpace() == 0 ? FULL : AWAY;
  }

  /** What is wrong with a name itself, or with a link in it, whose target may only be away. */
  private static Optional<String> refusal(File file) {
    try {
      Files.readAttributes(file.toPath(), BasicFileAttributes.class);
      return Optional.empty();
    } catch (FileSystemException e) {
      return Optional.ofNullable(e.getReason()).or(() -> brokenLink(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> brokenLink(File file) {
    File missing = file;
    while (missing != null && !missing.exists()) {
      if (Files.isSymbolicLink(missing.toPath())) {
        return Optional.of(missing + " is a link to something that is not there");
      }

      missing = missing.getParentFile();
    }

    return Optional.empty();
  }

  /** HDFS says of full datanodes no more than that none took the block. */
  private static boolean isFull(FileContext files, Path path) {
    try {
      long blockSize = files.getDefaultFileSystem().getServerDefaults(path).getBlockSize();
      return files.getFsStatus(path).getRemaining() < blockSize;
    } catch (IOException e) {
      return false;
    }
  }
}
