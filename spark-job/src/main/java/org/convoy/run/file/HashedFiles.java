package org.convoy.run.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.convoy.common.Sha256;
import org.convoy.data.HadoopFiles;
import org.convoy.data.file.AtomicFiles;

/** Files that are recognised by the SHA-256 of their content. */
public final class HashedFiles {
  private HashedFiles() {}

  /** Writes a file whose folder is not visible yet; returns its SHA-256 in hex. */
  public static String write(FileContext files, Path target, AtomicFiles.Content content)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    AtomicFiles.writeInPlace(
        files,
        target,
        output -> {
          DigestOutputStream hashed = new DigestOutputStream(output, digest);
          content.writeTo(hashed);
          hashed.flush();
        });
    return Sha256.hex(digest);
  }

  public static byte[] read(FileContext files, Path file) throws IOException {
    try (InputStream input = open(files, file)) {
      return input.readAllBytes();
    }
  }

  /**
   * Opens a file of a run folder.
   *
   * @throws RunException when it is a FIFO, a device or a socket, of which reading may never end
   */
  public static InputStream open(FileContext files, Path file) throws IOException {
    if ("file".equals(file.toUri().getScheme()) && HadoopFiles.isSpecial(file)) {
      throw new RunException(
          "%s is a FIFO, a device or a socket, not a file: remove it, or name another"
              .formatted(file.toUri().getPath()));
    }

    return files.open(file);
  }

  /** Reads a file's content to its end. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(String source, InputStream content, long length) throws IOException;
  }

  /**
   * Reads a file as a stream.
   *
   * @throws ChecksumException when the content is not the one that was written
   */
  public static <T> T read(FileContext files, Path file, String sha256, Reader<T> reader)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream content = new DigestInputStream(open(files, file), digest)) {
      T value;
      try {
        value = reader.read(file.toString(), content, files.getFileStatus(file).getLen());
      } catch (RuntimeException e) { // Of other bytes than were written, or of these.
        content.transferTo(OutputStream.nullOutputStream());
        requireSame(file, digest, sha256);
        throw e;
      }

      requireSame(file, digest, sha256);
      return value;
    }
  }

  private static void requireSame(Path file, MessageDigest digest, String sha256)
      throws ChecksumException {
    String found = Sha256.hex(digest);
    if (!found.equals(sha256)) {
      throw new ChecksumException(file + " has SHA-256 " + found + ", expected " + sha256, 0);
    }
  }
}
