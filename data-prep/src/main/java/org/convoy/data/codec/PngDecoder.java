package org.convoy.data.codec;

import java.util.List;
import org.convoy.data.codec.DecodeOptions.DeepGray;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.data.codec.OpenedImage.RowDecoder;
import org.convoy.data.codec.PngFile.PngHeader;
import org.convoy.data.codec.PngRowReader.PngFilter;
import org.convoy.data.codec.PngRowReader.PngInflater;

/**
 * Decodes PNG in Java, so that no damage can reach native code. Only an interlaced image, of which
 * every part comes in seven passes, is held as a whole.
 */
final class PngDecoder extends RowDecoder {
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
  private final Rows rows;

  /** Where the unfiltered rows of the file become rows of the image. */
  @FunctionalInterface
  private interface Rows {
    void next(byte[] row);
  }

  private PngDecoder(byte[] file, PngFile png, DeepGray deepGray) {
    super(png.storedHeader(), png.orientation(), png.header().colorType().channels());
    this.header = png.header();
    this.inflater = new PngInflater(file, png);
    this.rowReader = new PngRowReader(png, deepGray);
    this.rows = header.interlaced() ? new Interlaced() : new Sequential();
  }

  static PngDecoder open(byte[] file, DecodeOptions options) {
    PngFile png = PngFile.read(file);
    options.check(png.imageHeader());
    checkSize(png);
    return new PngDecoder(file, png, options.deepGray());
  }

  /** All pixels of an interlaced image. */
  static DecodingMemory memory(byte[] file) {
    PngHeader header = PngFile.read(file).header();
    long bytes = (long) header.height() * header.width() * header.colorType().channels();
    return new DecodingMemory(header.interlaced() ? bytes : 0, 0);
  }

  /** Memory is taken only in proportion to the file. */
  private static void checkSize(PngFile png) {
    PngHeader header = png.header();
    long compressed = png.data().stream().mapToLong(PngFile.Range::length).sum();
    List<Pass> passes = header.interlaced() ? ADAM7 : SEQUENTIAL;
    long rows = passes.stream().mapToLong(pass -> pass.bytes(header)).sum();

    if (rows > MAX_COMPRESSION * compressed) {
      throw new BadImageException(
          "truncated PNG: %d bytes of pixel data cannot hold %d x %d pixels"
              .formatted(compressed, header.height(), header.width()));
    }
  }

  @Override
  void next(byte[] row) {
    rows.next(row);
  }

  @Override
  void end() {
    inflater.checkEnd();
  }

  @Override
  public void close() {
    inflater.close();
  }

  /** The rows of one pass, as they come out of the file. */
  private final class Unfiltered {
    private final int length;
    private byte[] row;
    private byte[] above;

    private Unfiltered(int columns) {
      this.length = Math.toIntExact(1 + header.rowBytes(columns));
      this.row = new byte[length];
      this.above = new byte[length];
    }

    private byte[] next() {
      byte[] free = above;
      above = row;
      row = free;
      inflater.fill(row, length);
      PngFilter.undo(row, above, length, header.filterDistance());
      return row;
    }
  }

  private final class Sequential implements Rows {
    private final Unfiltered unfiltered = new Unfiltered(width());

    @Override
    public void next(byte[] row) {
      rowReader.read(unfiltered.next(), width(), row, 0, channels());
    }
  }

  private final class Interlaced implements Rows {
    private byte[] pixels;
    private int given;

    @Override
    public void next(byte[] row) {
      if (pixels == null) {
        pixels = new byte[height() * width() * channels()];
        ADAM7.forEach(this::decode);
      }

      System.arraycopy(pixels, given * row.length, row, 0, row.length);
      given++;
    }

    private void decode(Pass pass) {
      int columns = pass.columns(header);
      Unfiltered unfiltered = new Unfiltered(columns);

      for (int i = 0; columns > 0 && i < pass.rows(header); i++) {
        int y = pass.firstRow() + i * pass.rowStep();
        int target = (y * width() + pass.firstColumn()) * channels();
        rowReader.read(unfiltered.next(), columns, pixels, target, pass.columnStep() * channels());
      }
    }
  }
}
