package org.convoy.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.convoy.check.executor.Versions;
import org.junit.jupiter.api.Test;

final class TestDoctorCommand {
  private static Map<String, String> facts() {
    return DoctorCommand.facts(
        Map.of(
            "SPARK_HOME", "/opt/hunter2-spark",
            "DATABASE_PASSWORD", "hunter2",
            "CONVOY_JAVA_OPTS", "-Djavax.net.ssl.keyStorePassword=swordfish",
            "HADOOP_CONF_DIR", "hdfs://me:letmein@host/conf"));
  }

  @Test
  void tellsWhatRuns() {
    Map<String, String> facts = facts();

    assertThat(facts)
        .containsEntry("Spark", Versions.running().spark())
        .containsEntry("ONEDNN_MAX_CPU_ISA", "not set")
        .containsEntry("CONVOY_JAVA_OPTS", "set");
    assertThat(facts.get("Java")).contains(System.getProperty("java.vendor"));
    assertThat(facts.get("Kernels")).matches("onednn on \\w+|nd4j");
    assertThat(facts.get("ND4J")).endsWith("Backend");
    assertThat(facts.get("Temporary files")).endsWith(" free");
    assertThat(facts.values()).noneMatch(String::isBlank);
  }

  @Test
  void tellsNoSecret() {
    assertThat(facts().toString()).doesNotContain("hunter2", "swordfish", "letmein");
  }
}
