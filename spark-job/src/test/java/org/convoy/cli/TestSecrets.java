package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestSecrets {
  @Test
  void hidesWhatIsNamedLikeASecret() {
    Secrets secrets =
        Secrets.of(
            Map.of(
                "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI",
                "S3_ACCESS_KEY", "AKIAIOSFODNN7",
                "DB_PASS", "correct horse\n",
                "DATA_DIR", "/data/photos",
                "PASSAGE", "/passage",
                "USE_TOKEN", "1"));

    assertThat(
            secrets.hiddenIn(
                "s3a://AKIAIOSFODNN7:wJalrXUtnFEMI@b /data/photos 1 /passage correct horse"))
        .isEqualTo(
            "s3a://${S3_ACCESS_KEY}:${AWS_SECRET_ACCESS_KEY}@b /data/photos 1 /passage ${DB_PASS}");
  }
}
