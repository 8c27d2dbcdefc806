package org.convoy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoy.cluster.Convoy.Finished;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** YARN's resource manager and node manager, with their limits on memory. */
@Tag("cluster")
@Order(2)
final class TestYarn {
  private static Trainings trainings;

  @BeforeAll
  static void prepare() throws Exception {
    trainings = Trainings.prepared();
  }

  @Test
  void trainsInClientMode() throws Exception {
    assertThat(trainings.train("yarn", "yarn-client").weights()).isEqualTo(trainings.weights);
  }

  @Test
  void trainsInClusterMode() throws Exception {
    Finished trained = trainings.train("yarn", "yarn-cluster", "--deploy-mode", "cluster");

    assertThat(trained.requireDone().error()).contains("final status: SUCCEEDED");
    assertThat(trainings.weightsOf("yarn-cluster")).isEqualTo(trainings.weights);

    // Of a finished run nothing is left to start Spark for, which YARN expects of a driver.
    Finished again = trainings.train("yarn", "yarn-cluster", "--deploy-mode", "cluster");
    assertThat(again.requireDone().error()).contains("final status: SUCCEEDED");
  }

  @Test
  void saysWithWhichExitCodeADriverInClusterModeFailed() throws Exception {
    Finished failed =
        trainings.train(
            "yarn",
            "none",
            "--deploy-mode",
            "cluster",
            "--conf",
            "spark.yarn.maxAppAttempts=1",
            "epochs=minus");

    assertThat(failed.exitCode()).isEqualTo(2);
    assertThat(failed.error()).contains("convoy: the driver ended with exit code 2");
  }
}
