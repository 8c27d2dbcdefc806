package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TestVersionCheck {
  private static VersionCheck check(String spark, String scala, String java) {
    return new VersionCheck("the driver", Executors.VERSIONS, new Versions(spark, scala, java));
  }

  @Test
  void thisProcessRunsWhatTheBuildIsFor() {
    assertThat(new VersionCheck("this", Versions.built(), Versions.running()).findings())
        .singleElement()
        .extracting(Finding::level)
        .isEqualTo(Finding.Level.OK);
  }

  @Test
  void laterPatchesAreTaken() {
    assertThat(check("3.5.10-vendor1", "2.12.20", "17.0.1").findings())
        .containsExactly(
            Finding.ok(
                "versions", "the driver runs Spark 3.5.10-vendor1, Scala 2.12.20, Java 17.0.1"));
  }

  @Test
  void saysAllThatDiffers() {
    assertThat(check("4.0.1", "2.13.16", "21.0.2+13").findings())
        .extracting(Finding::text)
        .containsExactly(
            "the driver runs Spark 4.0.1, Convoy needs 3.5; point SPARK_HOME at a Spark 3.5",
            "the driver runs Scala 2.13.16, Convoy needs 2.12; take a Spark built with Scala 2.12",
            "the driver runs Java 21.0.2+13, Convoy needs 17; point JAVA_HOME there at a Java 17");
  }
}
