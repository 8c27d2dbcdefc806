package org.convoy.cli.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.rpc.RpcEnv;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real master of a standalone cluster, which has a secret. */
final class TestStandaloneMaster {
  private static final String HOST = "127.0.0.1";
  private static RpcEnv master;
  private static int webPort;

  @BeforeAll
  static void startTheMaster() {
    scala.Tuple3<RpcEnv, Object, scala.Option<Object>> started =
        Master.startRpcEnvAndEndpoint(HOST, 0, 0, withSecret(new SparkConf(false), "right"));
    master = started._1();
    webPort = (int) started._2();
  }

  @AfterAll
  static void stopTheMaster() {
    master.shutdown();
    master.awaitTermination();
  }

  private static SparkConf withSecret(SparkConf settings, String secret) {
    return settings
        .set("spark.authenticate", "true")
        .set("spark.authenticate.secret", secret)
        .set("spark.driver.bindAddress", HOST);
  }

  private static SparkConf at(String masters) {
    return new SparkConf(false).set("spark.master", masters).set("spark.driver.bindAddress", HOST);
  }

  private static String url(int port) {
    return "spark://%s:%d".formatted(HOST, port);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void isFoundAmongOthers() throws IOException {
    String masters = url(closedPort()) + "," + HOST + ":" + master.address().port();

    assertThatCode(() -> StandaloneMaster.requireAnswer(withSecret(at(masters), "right")))
        .doesNotThrowAnyException();
    assertThatCode(() -> StandaloneMaster.requireAnswer(at("local[2]"))).doesNotThrowAnyException();
  }

  @Test
  void isNoneAtAnotherPort() throws IOException {
    String wrong = url(closedPort());

    assertThatThrownBy(() -> StandaloneMaster.requireAnswer(withSecret(at(wrong), "right")))
        .isInstanceOf(SparkStartException.class)
        .hasMessageStartingWith(
            "Spark does not start: %s took no application: it does not answer (".formatted(wrong));
    assertThatThrownBy(() -> StandaloneMaster.requireAnswer(at(url(webPort))))
        .hasMessageContaining("or is no master");
    assertThatThrownBy(
            () -> StandaloneMaster.requireAnswer(at("spark://no-such-host.invalid:7077")))
        .hasMessageContaining("it does not answer (no-such-host.invalid");
    assertThatThrownBy(() -> StandaloneMaster.requireAnswer(at("spark://127.0.0.1")))
        .hasMessageContaining("spark://127.0.0.1 is no spark://HOST:PORT");
  }

  @Test
  void refusesAnotherSecretAndNone() {
    String right = url(master.address().port());

    for (SparkConf stranger : new SparkConf[] {withSecret(at(right), "wrong"), at(right)}) {
      assertThatThrownBy(() -> StandaloneMaster.requireAnswer(stranger))
          .isInstanceOf(SparkStartException.class)
          .hasMessage(
              "Spark does not start: %s took no application: it refuses this process: it has another secret (spark.authenticate) or another version of Spark, or is no master; check --master and conf/spark-defaults.conf"
                  .formatted(right));
    }
  }

  @Test
  void needsASecretWhereAuthenticationIsOn() {
    assertThatThrownBy(
            () ->
                StandaloneMaster.requireAnswer(at("spark://h:1").set("spark.authenticate", "true")))
        .isInstanceOf(SparkStartException.class)
        .hasMessageContaining("spark.authenticate.secret");
  }
}
