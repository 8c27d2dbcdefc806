package org.convoy.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.convoy.common.Sha256;

/** SHA-256 of files, as lower-case hexadecimal digits. */
final class Checksums {
  private static final int BUFFER_BYTES = 256 * 1024;

  private Checksums() {}

  static String of(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return of(input);
    }
  }

  static String of(InputStream input) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER_BYTES];

    for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
      digest.update(buffer, 0, count);
    }

    return Sha256.hex(digest);
  }
}
