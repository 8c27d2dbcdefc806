package org.convoy.data.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.junit.jupiter.api.Test;

/** Unusual and broken files from other projects' tests, against Pillow's results. */
class TestOddImages {
  private static final double DISTANT_PROBES = 0.01;

  private final ImageDecoder rgb = ImageDecoder.of(ColorMode.RGB);
  private final ImageDecoder gray = ImageDecoder.of(ColorMode.GRAY);

  @Test
  void smallFilesOfThisProject() {
    check("folder", 23, row -> ImageTable.resource("/images/" + row.file()));
  }

  /** Variants of BMP, GIF, PNM, TIFF and WebP, and of orientation in PNG. */
  @Test
  void filesOfManyFormats() {
    check("formats", 86, row -> ImageTable.resource("/formats/" + row.file()));
  }

  @Test
  void filesOfTwelveMonkeys() {
    check("jar", 90, row -> ImageTable.resource("/" + row.file()));
  }

  @Test
  void filesOfTheArchive() throws IOException {
    Map<String, byte[]> archive = OddImageArchive.read();

    check("archive", 102, row -> archive.get(row.file()));
  }

  private void check(String source, int files, Function<ImageTable.Row, byte[]> content) {
    List<ImageTable.Row> rows = ImageTable.rows(source);
    int distant = 0;
    int probed = 0;

    for (ImageTable.Row row : rows) {
      byte[] file = content.apply(row);

      if (row.isDecoded()) {
        checkHeader(row, file);
        distant += row.check(rgb.decode(file), gray.decode(file));
        probed += row.probes().length;
      } else {
        checkRefusal(row, file);
      }
    }

    assertThat(rows).hasSize(files);
    assertThat(distant).as("probes more than 2 levels off").isLessThan(ceiling(probed));
  }

  private void checkHeader(ImageTable.Row row, byte[] file) {
    ImageHeader header = rgb.header(file);

    assertThat(List.of(header.height(), header.width()))
        .as(row.file())
        .containsExactly(row.height(), row.width());
  }

  private void checkRefusal(ImageTable.Row row, byte[] file) {
    assertThatThrownBy(() -> rgb.decode(file))
        .as(row.file())
        .isInstanceOf(BadImageException.class)
        .hasMessageContaining(row.reason());
  }

  private static int ceiling(int probed) {
    return (int) Math.ceil(DISTANT_PROBES * probed);
  }
}
