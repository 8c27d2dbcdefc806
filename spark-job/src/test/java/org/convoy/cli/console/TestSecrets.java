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

  @Test
  void hidesThemHoweverTheyAreEncoded() {
    Secrets secrets = Secrets.of(Map.of("S3_SECRET", "a/b+c(d)é"));

    assertThat(secrets.hiddenIn("a%2fb%2Bc%28d%29%C3%A9 a%2Fb+c(d)%c3%a9 a/b+c%28d)é A/b+c(d)é"))
        .isEqualTo("${S3_SECRET} ${S3_SECRET} ${S3_SECRET} A/b+c(d)é");
  }

  @Test
  void hidesShortOnesAsWordsOfTheirOwn() {
    Secrets secrets = Secrets.of(Map.of("PASSWORD", "data", "API_TOKEN", "on", "DB_PASS", "x%y"));

    assertThat(secrets.hiddenIn("hdfs://me:data@h/data.path database 'data' on x%25y"))
        .isEqualTo("hdfs://me:${PASSWORD}@h/data.path database '${PASSWORD}' on ${DB_PASS}");
  }

  @Test
  void hidesAPartOfAnotherOneAfterIt() {
    Secrets secrets = Secrets.of(Map.of("A_TOKEN", "abcdef", "B_TOKEN", "abcdefgh"));

    assertThat(secrets.hiddenIn("abcdefgh abcdef")).isEqualTo("${B_TOKEN} ${A_TOKEN}");
  }

  @Test
  void hidesThePasswordOfAnyAddress() {
    Secrets secrets = Secrets.of(Map.of());

    assertThat(secrets.hiddenIn("s3a://KEY:se/cret@b ftp://me:pw@h:21/x http://h:80/a@b"))
        .isEqualTo("s3a://KEY:se/cret@b ftp://me:***@h:21/x http://h:80/a@b");
    assertThat(secrets.hiddenIn("https://t0k3n@h hdfs://me@h"))
        .isEqualTo("https://***@h hdfs://me@h");
  }
}
