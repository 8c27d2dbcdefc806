package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import org.convoy.data.Image;

/** Pillow's results for files of four sources, written by src/test/python/image_table.py. */
final class ImageTable {
  private static final int CELLS = 4;
  private static final int PROBES = 16;
  private static final int MEAN_TOLERANCE = 1;
  private static final int PROBE_TOLERANCE = 2;

  /**
   * One file.
   *
   * @param reason words of the refusal, or "decoded"
   * @param rgbMeans means over a grid of 4 × 4 cells
   * @param probes 16 single RGB pixels
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  record Row(
      String source,
      String file,
      String reason,
      int height,
      int width,
      byte[] rgbMeans,
      byte[] grayMeans,
      byte[] probes) {
    private static Row parse(String line) {
      String[] cells = line.split("\t", -1);
      return new Row(
          cells[0],
          cells[1],
          cells[2],
          cells[3].isEmpty() ? 0 : Integer.parseInt(cells[3]),
          cells[4].isEmpty() ? 0 : Integer.parseInt(cells[4]),
          HexFormat.of().parseHex(cells[5]),
          HexFormat.of().parseHex(cells[6]),
          HexFormat.of().parseHex(cells[7]));
    }

    boolean isDecoded() {
      return reason.equals("decoded");
    }

    /** Compares the decoded image and returns how many of its probed values are too far off. */
    int check(Image rgb, Image gray) {
      assertThat(List.of(rgb.height(), rgb.width(), rgb.channels()))
          .as(file)
          .containsExactly(height, width, 3);
      assertThat(List.of(gray.height(), gray.width(), gray.channels()))
          .as(file)
          .containsExactly(height, width, 1);
      assertThat(distant(means(rgb), rgbMeans, MEAN_TOLERANCE)).as(file + " RGB").isZero();
      assertThat(distant(means(gray), grayMeans, MEAN_TOLERANCE)).as(file + " gray").isZero();
      return distant(probe(rgb), probes, PROBE_TOLERANCE);
    }

    @Override
    public String toString() {
      return source + ": " + file;
    }
  }

  private ImageTable() {}

  static List<Row> rows(String source) {
    try (InputStream table = ImageTable.class.getResourceAsStream("/images.tsv")) {
      return new String(table.readAllBytes(), UTF_8)
          .lines()
          .map(Row::parse)
          .filter(row -> row.source().equals(source))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file on the test class path. */
  static byte[] resource(String name) {
    try (InputStream file = ImageTable.class.getResourceAsStream(name)) {
      assertThat(file).as(name).isNotNull();
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int distant(byte[] found, byte[] expected, int tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    int count = 0;

    for (int i = 0; i < found.length; i++) {
      count += Math.abs((found[i] & 0xff) - (expected[i] & 0xff)) > tolerance ? 1 : 0;
    }

    return count;
  }

  private static byte[] means(Image image) {
    byte[] means = new byte[CELLS * CELLS * image.channels()];
    int next = 0;

    for (int i = 0; i < CELLS; i++) {
      for (int j = 0; j < CELLS; j++) {
        for (int c = 0; c < image.channels(); c++) {
          means[next++] = mean(image, i, j, c);
        }
      }
    }

    return means;
  }

  private static byte mean(Image image, int cellRow, int cellColumn, int channel) {
    int top = cellRow * image.height() / CELLS;
    int left = cellColumn * image.width() / CELLS;
    int bottom = Math.max(top + 1, (cellRow + 1) * image.height() / CELLS);
    int right = Math.max(left + 1, (cellColumn + 1) * image.width() / CELLS);
    long sum = 0;

    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += image.pixels()[(y * image.width() + x) * image.channels() + channel] & 0xff;
      }
    }

    long count = (long) (bottom - top) * (right - left);
    return (byte) ((2 * sum + count) / (2 * count));
  }

  private static byte[] probe(Image image) {
    byte[] values = new byte[PROBES * 3];

    for (int i = 0; i < PROBES; i++) {
      int y = (2 * i + 1) * image.height() / (2 * PROBES);
      int x = (2 * (i * 7 % PROBES) + 1) * image.width() / (2 * PROBES);
      System.arraycopy(image.pixels(), (y * image.width() + x) * 3, values, 3 * i, 3);
    }

    return values;
  }
}
