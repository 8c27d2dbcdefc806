package org.convoy.bench.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has read and written so far, as Linux counts it. */
final class ProcessIo {
  private static final Path FILE = Path.of("/proc/self/io");

  private ProcessIo() {}

  /**
   * Bytes of all reads and writes, of which those on sockets are the traffic of Spark: blocks and
   * task results. 0 on other systems.
   */
  static long bytes() {
    if (!Files.isReadable(FILE)) {
      return 0;
    }

    try {
      return Files.readAllLines(FILE).stream()
          .filter(line -> line.startsWith("rchar: ") || line.startsWith("wchar: "))
          .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
