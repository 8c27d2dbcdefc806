package org.convoy.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.convoy.train.state.Sha256;
import org.convoy.weights.Safetensors;

/** Files that are recognised by the SHA-256 of their content. */
final class HashedFiles {
  private HashedFiles() {}

  /** Writes a file whose folder is not visible yet; returns its SHA-256 in hex. */
  static String write(FileContext files, Path target, AtomicFiles.Content content)
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
    return HexFormat.of().formatHex(digest.digest());
  }

  static byte[] read(FileContext files, Path file) throws IOException {
    try (InputStream input = files.open(file)) {
      return input.readAllBytes();
    }
  }

  /**
   * Reads tensors.
   *
   * @throws ChecksumException when the content is not the one that was written
   */
  static Safetensors readSafetensors(FileContext files, Path file, String sha256)
      throws IOException {
    byte[] content = read(files, file);
    String found = HexFormat.of().formatHex(Sha256.digest().digest(content));
    if (!found.equals(sha256)) {
      throw new ChecksumException(file + " has SHA-256 " + found + ", expected " + sha256, 0);
    }

    return Safetensors.read(file.toString(), new ByteArrayInputStream(content), content.length);
  }
}
