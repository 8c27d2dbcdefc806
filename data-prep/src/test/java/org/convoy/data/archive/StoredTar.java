package org.convoy.data.archive;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives as Apache Commons Compress writes them; zip archives as Java does. */
public final class StoredTar {
  private StoredTar() {}

  /** Packs files in the order of the map, long names as POSIX has them. */
  public static Path write(Path path, Map<String, byte[]> files) throws IOException {
    return write(path, files, TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /**
   * Packs files in the order of the map.
   *
   * @param path ends in .tar, .tar.gz, .tar.zst or .zip, which is deflated
   * @param longNames how names beyond 100 bytes are stored, a LONGFILE_… constant of
   *     TarArchiveOutputStream
   */
  public static Path write(Path path, Map<String, byte[]> files, int longNames) throws IOException {
    if (path.toString().endsWith(".zip")) {
      return StoredZip.write(path, files);
    }

    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(path));
        OutputStream stream = compressed(path, file);
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

  private static OutputStream compressed(Path path, OutputStream file) throws IOException {
    String name = path.toString();
    return name.endsWith("gz")
        ? new GZIPOutputStream(file)
        : name.endsWith("zst") ? new ZstdOutputStream(file) : file;
  }
}
