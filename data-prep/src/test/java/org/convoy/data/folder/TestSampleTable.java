package org.convoy.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.convoy.data.DataException;
import org.convoy.data.folder.ImageFiles.ImageFile;
import org.junit.jupiter.api.Test;

final class TestSampleTable {
  private static final List<ImageFile> FILES =
      List.of(new ImageFile("a/é.jpg", 0, 0), new ImageFile("b/2.jpg", 1, 1));

  @Test
  void holdsNamesLabelsAndLengths() {
    SampleTable table = SampleTable.of("images", FILES, position -> 10L * (position + 1), 15);

    assertThat(table.size()).isEqualTo(2);
    assertThat(table.name(0)).isEqualTo("a/é.jpg");
    assertThat(table.name(1)).isEqualTo("b/2.jpg");
    assertThat(table.length(1)).isEqualTo(20);
    assertThat(table.meanLength()).isEqualTo(15);
  }

  @Test
  void refusesMoreNamesThanAnArrayHolds() {
    assertThatThrownBy(() -> SampleTable.of("images", FILES, position -> 10, 14))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "images: expected image files whose paths have 2 GiB together, some 70 million, found"
                + " more, from b/2.jpg on. Prepare the images in several parts with convoy prepare,"
                + " or give them shorter names.");
  }
}
