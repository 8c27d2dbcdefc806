package org.convoy.data.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives as Apache Commons Compress writes them. */
public final class StoredTar {
  private StoredTar() {}

  /** Packs files in the order of the map, long names as POSIX has them. */
  public static Path write(Path path, Map<String, byte[]> files) throws IOException {
    return write(path, files, TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /**
   * Packs files in the order of the map.
   *
   * @param path ends in .tar or .tar.gz
   * @param longNames how names beyond 100 bytes are stored, a LONGFILE_… constant of
   *     TarArchiveOutputStream
   */
  public static Path write(Path path, Map<String, byte[]> files, int longNames) throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(path));
        OutputStream stream = path.toString().endsWith("gz") ? new GZIPOutputStream(file) : file;
        TarArchiveOutputStream tar = new TarArchiveOutputStream(stream, "UTF-8")) {
      tar.setLongFileMode(longNames);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(longNames == TarArchiveOutputStream.LONGFILE_POSIX);
      TarArchiveEntry folder = new TarArchiveEntry("empty/");
      tar.putArchiveEntry(folder);
      tar.closeArchiveEntry();

      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(each.getKey());
        entry.setSize(each.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(each.getValue());
        tar.closeArchiveEntry();
      }
    }

    return path;
  }
}
