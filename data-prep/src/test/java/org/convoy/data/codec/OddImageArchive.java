package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The files of odd-images.tar.gz by name. */
final class OddImageArchive {
  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_DIGITS = 11;

  private OddImageArchive() {}

  /** Skips the calling test where the archive is absent. */
  static Map<String, byte[]> read() throws IOException {
    String folder = System.getProperty("reference.data.dir", "");
    Path archive = Path.of(folder, "data", "odd-images.tar.gz");

    assumeThat(Files.exists(archive))
        .as("set -Dreference.data.dir to the folder that holds data/odd-images.tar.gz to run this")
        .isTrue();

    try (InputStream tar =
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
      return readTar(tar);
    }
  }

  private static Map<String, byte[]> readTar(InputStream tar) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    byte[] header = tar.readNBytes(BLOCK);

    while (header.length == BLOCK && header[0] != 0) {
      int size = Integer.parseInt(new String(header, SIZE_AT, SIZE_DIGITS, US_ASCII).strip(), 8);
      String name = new String(header, 0, NAME_BYTES, US_ASCII).replace("\0", "");
      files.put(name, tar.readNBytes(size));
      tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      header = tar.readNBytes(BLOCK);
    }

    return files;
  }
}
