package org.convoy.data.codec;

import java.util.List;
import org.convoy.data.Image;

/** Decodes PNG in Java, so that no damage can reach native code. */
final class PngDecoder {
  /** Every so many rows and columns from a first one on. */
  private record Pass(int firstRow, int firstColumn, int rowStep, int columnStep) {
    int rows(PngHeader header) {
      return (header.height() - firstRow + rowStep - 1) / rowStep;
    }

    int columns(PngHeader header) {
      return (header.width() - firstColumn + columnStep - 1) / columnStep;
    }

    /** Bytes of its rows with their filter types. */
    long bytes(PngHeader header) {
      int columns = columns(header);
      return columns == 0 ? 0 : rows(header) * (1 + header.rowBytes(columns));
    }
  }

  private static final List<Pass> SEQUENTIAL = List.of(new Pass(0, 0, 1, 1));
  private static final List<Pass> ADAM7 =
      List.of(
          new Pass(0, 0, 8, 8),
          new Pass(0, 4, 8, 8),
          new Pass(4, 0, 8, 4),
          new Pass(0, 2, 4, 4),
          new Pass(2, 0, 4, 2),
          new Pass(0, 1, 2, 2),
          new Pass(1, 0, 2, 1));

  /** Deflate turns at most 258 bytes into 2 bits. */
  private static final long MAX_COMPRESSION = 1_032;

  private final PngHeader header;
  private final PngInflater inflater;
  private final PngRowReader rowReader;
  private final byte[] pixels;
  private final int channels;

  private PngDecoder(PngFile png, PngInflater inflater, ColorMode mode) {
    this.header = png.header();
    this.inflater = inflater;
    this.channels = mode.channels();
    this.rowReader = new PngRowReader(png, mode);
    this.pixels = new byte[header.height() * header.width() * channels];
  }

  static Image decode(byte[] file, ColorMode mode, DecodeLimits limits) {
    PngFile png = PngFile.read(file);
    limits.check(png.imageHeader());
    checkSize(png);

    try (PngInflater inflater = new PngInflater(file, png)) {
      return png.orientation().apply(new PngDecoder(png, inflater, mode).decode());
    }
  }

  /** Memory is taken only in proportion to the file. */
  private static void checkSize(PngFile png) {
    PngHeader header = png.header();
    long compressed = png.data().stream().mapToLong(PngFile.Range::length).sum();
    long rows = passes(header).stream().mapToLong(pass -> pass.bytes(header)).sum();

    if (rows > MAX_COMPRESSION * compressed) {
      throw new BadImageException(
          "truncated PNG: %d bytes of pixel data cannot hold %d x %d pixels"
              .formatted(compressed, header.height(), header.width()));
    }
  }

  private static List<Pass> passes(PngHeader header) {
    return header.interlaced() ? ADAM7 : SEQUENTIAL;
  }

  private Image decode() {
    for (Pass pass : passes(header)) {
      if (pass.columns(header) > 0) {
        decode(pass);
      }
    }

    inflater.expectEnd();
    return new Image(header.height(), header.width(), channels, pixels);
  }

  private void decode(Pass pass) {
    int columns = pass.columns(header);
    int rows = pass.rows(header);
    int length = Math.toIntExact(1 + header.rowBytes(columns));
    byte[] row = new byte[length];
    byte[] above = new byte[length];

    for (int i = 0; i < rows; i++) {
      inflater.fill(row, length);
      PngFilter.undo(row, above, length, header.filterDistance());

      int y = pass.firstRow() + i * pass.rowStep();
      int target = (y * header.width() + pass.firstColumn()) * channels;
      rowReader.read(row, columns, pixels, target, pass.columnStep() * channels);

      byte[] next = above;
      above = row;
      row = next;
    }
  }
}
