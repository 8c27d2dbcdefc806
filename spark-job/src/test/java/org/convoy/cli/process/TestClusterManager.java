package org.convoy.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestClusterManager {
  private static final String ADDRESS = "yarn.resourcemanager.address";

  @TempDir private Path folder;

  private static void ask(String master, Configuration hadoop, Map<String, String> environment) {
    ClusterManager.requireAnswer(
        new SparkConf(false).set("spark.master", master), hadoop, environment);
  }

  private static Configuration hadoop(String... settings) {
    Configuration hadoop = new Configuration(false);
    for (int i = 0; i < settings.length; i += 2) {
      hadoop.set(settings[i], settings[i + 1]);
    }

    return hadoop;
  }

  @Test
  void isNotAskedOfOneProcess() {
    assertThatCode(() -> ask("local[2]", hadoop(), Map.of())).doesNotThrowAnyException();
  }

  @Test
  void isThereWhereOneOfItsAddressesAnswers() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String there = "127.0.0.1:" + server.getLocalPort();

      assertThatCode(() -> ask("k8s://https://" + there, hadoop(), Map.of()))
          .doesNotThrowAnyException();
      assertThatCode(() -> ask("k8s://" + there, hadoop(), Map.of())).doesNotThrowAnyException();
      assertThatCode(() -> ask("yarn", hadoop(ADDRESS, there), Map.of()))
          .doesNotThrowAnyException();
      assertThatCode(
              () ->
                  ask(
                      "yarn",
                      hadoop(
                          "yarn.resourcemanager.ha.enabled",
                          "true",
                          "yarn.resourcemanager.ha.rm-ids",
                          "a, b",
                          ADDRESS + ".a",
                          "127.0.0.1:1",
                          ADDRESS + ".b",
                          there),
                      Map.of()))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void isNamedWhereItDoesNotAnswer() {
    assertThatThrownBy(() -> ask("k8s://https://127.0.0.1:1", hadoop(), Map.of()))
        .isInstanceOf(SparkStartException.class)
        .hasMessage(
            "Spark does not start: Kubernetes's API server at https://127.0.0.1:1 does not answer (Connection refused); compare it with what kubectl cluster-info says; check --master and conf/spark-defaults.conf");
    assertThatThrownBy(() -> ask("k8s://no-such-host.invalid:6443", hadoop(), Map.of()))
        .hasMessageContaining("(there is no host no-such-host.invalid)");
    assertThatThrownBy(() -> ask("k8s://https://a b", hadoop(), Map.of()))
        .hasMessageContaining("k8s://https://a b is no k8s://https://HOST:PORT");
    assertThatThrownBy(
            () ->
                ask(
                    "yarn",
                    hadoop("yarn.resourcemanager.hostname", "no-such-host.invalid"),
                    Map.of("HADOOP_CONF_DIR", "/etc/hadoop")))
        .isInstanceOf(SparkStartException.class)
        .hasMessage(
            "Spark does not start: YARN's resource manager at no-such-host.invalid:8032 does not answer (there is no host no-such-host.invalid); compare yarn.resourcemanager.hostname in the yarn-site.xml of HADOOP_CONF_DIR=/etc/hadoop; check --master and conf/spark-defaults.conf");
    assertThatThrownBy(() -> ask("yarn", hadoop(), Map.of("HADOOP_CONF_DIR", "/etc/hadoop")))
        .hasMessageContaining(
            "no yarn-site.xml says where YARN's resource manager is (yarn.resourcemanager.hostname; HADOOP_CONF_DIR=/etc/hadoop)");
  }

  /** What connects to it goes through the proxy. */
  @Test
  void isTheProxysMatterBehindOne() {
    assertThatCode(
            () ->
                ask(
                    "k8s://https://127.0.0.1:1",
                    hadoop(),
                    Map.of("https_proxy", "http://proxy:3128")))
        .doesNotThrowAnyException();
  }

  @Test
  void isAskedWithTheSettingsOfTheInstallation() throws IOException {
    Path file = folder.resolve("spark-defaults.conf");
    Files.writeString(file, "spark.authenticate   true\nspark.authenticate.secret one \nother x\n");

    SparkConf settings =
        AskClusterManager.settings(
            "spark://h:1", file.toString(), "spark.authenticate.secret=a=b", "spark.app.name=n");

    assertThat(settings.get("spark.authenticate")).isEqualTo("true");
    assertThat(settings.get("spark.authenticate.secret")).isEqualTo("a=b");
    assertThat(settings.get("spark.master")).isEqualTo("spark://h:1");
    assertThat(AskClusterManager.settings("yarn", folder + "/none").get("spark.master"))
        .isEqualTo("yarn");
  }
}
