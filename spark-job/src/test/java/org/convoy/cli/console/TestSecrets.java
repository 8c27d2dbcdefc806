package org.convoy.cli.console;

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

  @Test
  void hidesThemAsTheyStandInAnAddress() {
    Secrets secrets = Secrets.of(Map.of("S3_SECRET", "a/b+c d=="));

    assertThat(secrets.hiddenIn("s3a://k:a%2Fb%2Bc%20d%3D%3D@b, a%2Fb%2Bc+d%3D%3D, a/b+c d=="))
        .isEqualTo("s3a://k:${S3_SECRET}@b, ${S3_SECRET}, ${S3_SECRET}");
  }
}
