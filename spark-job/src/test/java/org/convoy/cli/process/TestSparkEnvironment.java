package org.convoy.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
final class TestSparkEnvironment {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("_SPARK_AUTH_SECRET", "from-worker");

  @Test
  void takesTheSecretThatAWorkerLeftInTheEnvironment() {
    SparkConf settings =
        SparkEnvironment.withSecret(settings("spark.authenticate", "true"), ENVIRONMENT);

    assertThat(settings.get("spark.authenticate.secret")).isEqualTo("from-worker");
  }

  @Test
  void keepsASecretThatIsConfigured() {
    SparkConf settings = settings("spark.authenticate", "true");
    settings.set("spark.authenticate.secret", "configured");

    assertThat(SparkEnvironment.withSecret(settings, ENVIRONMENT).get("spark.authenticate.secret"))
        .isEqualTo("configured");
  }

  @Test
  void needsNoSecretWithoutAuthentication() {
    SparkConf settings = settings("spark.authenticate", "false");

    assertThat(
            SparkEnvironment.withSecret(settings, ENVIRONMENT)
                .contains("spark.authenticate.secret"))
        .isFalse();
    assertThat(
            SparkEnvironment.withSecret(settings("spark.authenticate", "true"), Map.of())
                .contains("spark.authenticate.secret"))
        .isFalse();
  }

  @Test
  void fillsInTheSerializerWhereNoneIsConfigured() {
    assertThat(SparkEnvironment.withSerializer(new SparkConf(false)).get("spark.serializer"))
        .isEqualTo("org.apache.spark.serializer.KryoSerializer");
    assertThat(
            SparkEnvironment.withSerializer(settings("spark.kryoserializer.buffer.max", "2g"))
                .get("spark.kryoserializer.buffer.max"))
        .isEqualTo("2g");
  }

  /** An array of 4 MiB has a header besides and would take three regions of 2 MiB. */
  @Test
  void broadcastsBlocksThatFillRegionsOfTheHeap() {
    assertThat(
            SparkEnvironment.withSerializer(new SparkConf(false))
                .getSizeAsBytes("spark.broadcast.blockSize"))
        .isBetween((4L << 20) - 4096, (4L << 20) - 64);
  }

  /** An array of 1 MiB has a header besides and would take two regions of 1 MiB, or one of 2. */
  @Test
  void keepsSamplesInPiecesThatFillRegionsOfTheHeap() {
    assertThat(
            SparkEnvironment.withSerializer(new SparkConf(false))
                .getLong("spark.storage.unrollMemoryThreshold", 1 << 20))
        .isBetween((1L << 20) - 4096, (1L << 20) - 64);
  }

  @Test
  void knowsYarnsApplicationMaster() {
    SparkConf yarn = settings("spark.master", "yarn");
    assertThat(SparkEnvironment.isApplicationMaster(yarn)).isFalse();
    assertThat(SparkEnvironment.isApplicationMaster(yarn.set("spark.submit.deployMode", "cluster")))
        .isTrue();
    assertThat(SparkEnvironment.isApplicationMaster(yarn.set("spark.master", "spark://host:7077")))
        .isFalse();
  }

  @Test
  void aHeapThatIsTooSmallForSparkIsToldWithTheSetting() {
    SparkConf settings = new SparkConf(false);

    SparkEnvironment.requireHeap(settings, 450L << 20);
    assertThatThrownBy(() -> SparkEnvironment.requireHeap(settings, 200L << 20))
        .isInstanceOf(SparkStartException.class)
        .hasMessage(
            "Spark does not start: the driver has a heap of 200 MiB, and Spark takes 450 MiB to"
                + " begin with; set CONVOY_DRIVER_MEMORY=960m (spark-submit: --driver-memory)");
  }

  private static SparkConf settings(String key, String value) {
    return new SparkConf(false).set(key, value);
  }

  @Test
  void sparkConnectIsRefused() {
    SparkEnvironment.requireClassic(settings("spark.master", "local[1]"), Map.of());

    assertThatThrownBy(
            () -> SparkEnvironment.requireClassic(settings("spark.remote", "sc://h"), Map.of()))
        .hasMessage(
            "Spark does not start: spark.remote = sc://h is Spark Connect, which has no RDDs; give a"
                + " master in place of it; check --master and conf/spark-defaults.conf");
    assertThatThrownBy(
            () ->
                SparkEnvironment.requireClassic(
                    settings("spark.master", "local[1]"), Map.of("SPARK_REMOTE", "sc://v")))
        .isInstanceOf(SparkStartException.class)
        .hasMessageContaining("spark.remote = sc://v is Spark Connect");
    assertThatThrownBy(
            () -> SparkEnvironment.requireClassic(settings("spark.api.mode", "connect"), Map.of()))
        .hasMessageContaining("spark.api.mode = connect is Spark Connect");
  }
}
