package org.convoy.data.prepare;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.convoy.data.Image;
import org.convoy.data.Split;
import org.convoy.data.codec.PnmEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written must not depend on the machine's language, which may have digits of its own. */
class TestLocale {
  private final Locale before = Locale.getDefault();

  @BeforeEach
  void setDigitsOfOneLanguage() {
    Locale.setDefault(Locale.forLanguageTag("fa-IR"));
    assertThat("%d".formatted(1)).isEqualTo("\u06f1");
  }

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void shardsHaveTheSameNames() {
    assertThat(new Shard(Split.TRAIN, 3, 16, 0, 100).file())
        .isEqualTo("train/part-00003-of-00016.parquet");
  }

  @Test
  void pixelFilesHaveTheSameHeader() {
    byte[] file = PnmEncoder.encode(new Image(2, 1, 1, new byte[] {65, 66}));

    assertThat(new String(file, US_ASCII)).isEqualTo("P5\n1 2\n255\nAB");
  }
}
