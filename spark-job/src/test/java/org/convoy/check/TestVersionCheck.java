package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoy.check.Requirements.Range;
import org.convoy.check.executor.Versions;
import org.junit.jupiter.api.Test;

final class TestVersionCheck {
  private static final Requirements SPARK_3 =
      new Requirements(new Range("3.5", "3.5"), new Range("2.12", "2.12"), new Range("17", "17"));
  private static final Requirements SPARK_4 =
      new Requirements(new Range("4.0", "4.2"), new Range("2.13", "2.13"), new Range("17", "25"));

  private static VersionCheck check(
      Requirements required, String spark, String scala, String java) {
    return new VersionCheck("the driver", required, new Versions(spark, scala, java));
  }

  @Test
  void thisProcessRunsWhatTheBuildIsFor() {
    assertThat(new VersionCheck("this", Requirements.ofBuild(), Versions.running()).findings())
        .singleElement()
        .extracting(Finding::level)
        .isEqualTo(Finding.Level.OK);
  }

  @Test
  void laterPatchesAreTaken() {
    assertThat(check(SPARK_3, "3.5.10-vendor1", "2.12.20", "17.0.1").findings())
        .containsExactly(
            Finding.ok(
                "versions", "the driver runs Spark 3.5.10-vendor1, Scala 2.12.20, Java 17.0.1"));
    assertThat(check(SPARK_4, "4.2.1", "2.13.18", "25.0.3+9-LTS").findings())
        .containsExactly(
            Finding.ok(
                "versions", "the driver runs Spark 4.2.1, Scala 2.13.18, Java 25.0.3+9-LTS"));
  }

  @Test
  void saysAllThatDiffers() {
    assertThat(check(SPARK_3, "4.0.1", "2.13.16", "21.0.2+13").findings())
        .extracting(Finding::text)
        .containsExactly(
            "the driver runs Spark 4.0.1, this build of Convoy needs 3.5; point SPARK_HOME at a Spark 3.5",
            "the driver runs Scala 2.13.16, this build of Convoy needs 2.12; take a Spark built with Scala 2.12",
            "the driver runs Java 21.0.2+13, this build of Convoy needs 17; point JAVA_HOME there at a Java 17");
  }

  @Test
  void takesWhatLiesBetweenTheFirstAndTheLast() {
    Range range = SPARK_4.spark();

    assertThat(range.takes("4.0.0")).isTrue();
    assertThat(range.takes("4.1.0-SNAPSHOT")).isTrue();
    assertThat(range.takes("4.2")).isTrue();
    assertThat(range.takes("4.10.0")).isFalse();
    assertThat(range.takes("4")).isFalse();
    assertThat(range.takes("")).isFalse();
    assertThat(check(SPARK_4, "4.3.0", "2.13.18", "26").findings())
        .extracting(Finding::text)
        .containsExactly(
            "the driver runs Spark 4.3.0, this build of Convoy needs 4.0 to 4.2; point SPARK_HOME at a Spark 4.0 to 4.2",
            "the driver runs Java 26, this build of Convoy needs 17 to 25; point JAVA_HOME there at a Java 17 to 25");
  }
}
