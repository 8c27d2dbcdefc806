package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.convoy.command.Command.Finished;
import org.convoy.command.Command.Running;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark or Java of another version, as processes that a user starts. */
@Tag("spark")
final class TestWrongEnvironment {
  private static final String LINE = System.getProperty("spark.line");
  private static final String JAVA = LINE.equals("4") ? "17 to 25" : "17";

  @TempDir private Path folder;

  private Finished convoy(Map<String, String> environment) throws Exception {
    return new Command(folder).start(environment, "stats", "none").await();
  }

  /** A program that leaves a mark if it is started. */
  private Path program(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\ntouch '" + folder + "/started'\n" + text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void assertRefused(Finished finished, String line) {
    assertThat(finished.exitCode()).as(finished.error()).isEqualTo(2);
    assertThat(finished.error()).isEqualTo(line + "\n");
    assertThat(finished.output()).isEmpty();
  }

  @Test
  void sparkOfAnotherVersionIsNotStarted() throws Exception {
    Path home = program("spark/bin/spark-submit", "").getParent().getParent();
    Path jars = Files.createDirectories(home.resolve("jars"));
    Path jar = Files.createFile(jars.resolve("spark-core_2.13-4.3.0.jar"));
    String line =
        "convoy: SPARK_HOME=%s is Spark %s, Convoy needs Spark 4.0 to 4.2 with Scala 2.13 or Spark 3.5"
            + " with Scala 2.12; point it at such an installation (scripts/spark-home makes one)";

    assertRefused(
        convoy(Map.of("SPARK_HOME", home.toString())),
        line.formatted(home, "4.3.0 with Scala 2.13"));

    Files.move(jar, jars.resolve("spark-core_2.13-3.5.9.jar"));
    assertRefused(
        convoy(Map.of("SPARK_HOME", home.toString())),
        line.formatted(home, "3.5.9 with Scala 2.13"));

    Files.delete(jars.resolve("spark-core_2.13-3.5.9.jar"));
    Files.writeString(
        home.resolve("RELEASE"), "Spark 3.4.4 (git revision 6b1ff22) built for Hadoop 3.3.4\n");
    assertRefused(convoy(Map.of("SPARK_HOME", home.toString())), line.formatted(home, "3.4.4"));
    assertThat(folder.resolve("started")).doesNotExist();

    Files.writeString(
        home.resolve("RELEASE"), "Spark 4.1.2 (git revision fd86f85) built for Hadoop 3.4.2\n");
    assertThat(convoy(Map.of("SPARK_HOME", home.toString())).exitCode()).isZero();
    assertThat(folder.resolve("started")).exists();
  }

  private Finished shell(String line) throws Exception {
    Path output = folder.resolve("output.txt");
    Path error = folder.resolve("error.txt");
    String convoy = Path.of(System.getProperty("project.root"), "scripts/convoy").toString();
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", line.replace("convoy ", "'" + convoy + "' "))
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(error.toFile());
    shell.environment().remove("SPARK_HOME");
    shell.environment().put("CONVOY_JAR", Command.JAR.toString());
    shell.environment().put("CONVOY_SPARK", LINE);
    int code = shell.start().waitFor();
    return new Finished(code, Files.readString(output), Files.readString(error));
  }

  /** Java would print into the first file that it opens, such as a library, and crash. */
  @Test
  void streamsThatAreClosedAreNoFiles() throws Exception {
    assertThat(shell("convoy inspect lenet5 <&- >&-"))
        .satisfies(
            finished -> {
              assertThat(finished.exitCode()).as(finished.error()).isZero();
              assertThat(finished.error()).isEmpty();
            });
    assertThat(shell("convoy inspect lenet5 2>&-").output()).contains("61,706");
  }

  @Test
  void limitsAndFoldersThatAreGoneAreNamed() throws Exception {
    assertRefused(
        shell("ulimit -n 100; convoy inspect lenet5"),
        "convoy: only 100 files may be open at a time, of which Java and Spark need 512; raise the"
            + " limit: ulimit -n 4096");
    assertRefused(
        shell("ulimit -u 100; convoy inspect lenet5"),
        "convoy: only 100 processes and threads may run at a time, of which Java and Spark need 256;"
            + " raise the limit: ulimit -u 4096");
    assertThat(shell("mkdir gone; cd gone; rmdir ../gone; convoy inspect lenet5"))
        .satisfies(
            finished -> {
              assertThat(finished.exitCode()).isEqualTo(2);
              assertThat(finished.error())
                  .endsWith(
                      "convoy: the current folder does not exist any more; change to another one\n");
            });
    assertThat(shell("CONVOY_JAVA_OPTS=-Djava.io.tmpdir=/dev/null/x convoy inspect lenet5"))
        .satisfies(
            finished -> {
              assertThat(finished.exitCode()).isEqualTo(5);
              assertThat(finished.error())
                  .startsWith("convoy: temporary files cannot be written in /dev/null/x: ");
            });
  }

  /** A Spark whose classes are those that this build is for, but which submits nothing. */
  private Path sparkHome() throws IOException {
    program("spark/bin/spark-submit", "");
    Path classes =
        program(
            "spark/bin/spark-class",
            "rm '%s/started'; exec java -cp \"$HADOOP_CONF_DIR:%s\" \"$@\""
                .formatted(folder, Command.classPath()));
    return classes.getParent().getParent();
  }

  private Finished submitted(String master, String... environment) throws Exception {
    Map<String, String> variables = new HashMap<>();
    variables.put("SPARK_HOME", sparkHome().toString());
    for (int i = 0; i < environment.length; i += 2) {
      variables.put(environment[i], environment[i + 1]);
    }

    return new Command(folder)
        .start(variables, "stats", "none", "--master", master, "--deploy-mode", "cluster")
        .await();
  }

  /** Of a driver that runs there. */
  @Test
  void aClusterThatIsNotThereIsToldInALine() throws Exception {
    String master = "spark://127.0.0.1:1,localhost:2";
    Finished standalone = submitted(master);
    assertThat(standalone.exitCode()).isEqualTo(2);
    assertThat(standalone.error())
        .startsWith(
            "convoy: Spark does not start: %s took no application: it does not answer ("
                .formatted(master))
        .hasLineCount(1);

    Finished kubernetes = submitted("k8s://https://127.0.0.1:1");
    assertThat(kubernetes.exitCode()).isEqualTo(2);
    assertThat(kubernetes.error())
        .startsWith(
            "convoy: Spark does not start: Kubernetes's API server at https://127.0.0.1:1 does not answer (")
        .hasLineCount(1);

    Files.writeString(
        folder.resolve("yarn-site.xml"),
        "<configuration><property><name>yarn.resourcemanager.address</name>"
            + "<value>127.0.0.1:1</value></property></configuration>");
    Finished yarn = submitted("yarn", "HADOOP_CONF_DIR", folder.toString());
    assertThat(yarn.exitCode()).isEqualTo(2);
    assertThat(yarn.error())
        .startsWith(
            "convoy: Spark does not start: YARN's resource manager at 127.0.0.1:1 does not answer (")
        .contains("yarn-site.xml of HADOOP_CONF_DIR=" + folder)
        .hasLineCount(1);
    assertRefused(
        submitted("yarn"),
        "convoy: --master yarn needs HADOOP_CONF_DIR to name the folder with the cluster's"
            + " yarn-site.xml and core-site.xml");
    assertThat(folder.resolve("started")).doesNotExist();
  }

  @Test
  void aSparkWithoutKubernetesIsToldInALine() throws Exception {
    Path home = sparkHome();
    Files.createDirectories(home.resolve("jars"));

    assertRefused(
        submitted("k8s://https://127.0.0.1:1"),
        "convoy: --master k8s://https://127.0.0.1:1 needs a Spark with Kubernetes, SPARK_HOME=%s has"
                .formatted(home)
            + " no jars/spark-kubernetes_*.jar");
  }

  @Test
  void aJavaHomeThatIsNoneIsNotPassedOver() throws Exception {
    String none = folder.resolve("none").toString();
    assertRefused(
        convoy(Map.of("JAVA_HOME", none)),
        "convoy: JAVA_HOME=%s has no bin/java; point it at a Java %s, or unset it"
            .formatted(none, JAVA));

    Path broken = program("broken/bin/java", "exit 1").getParent().getParent();
    assertRefused(
        convoy(Map.of("JAVA_HOME", broken.toString())),
        "convoy: JAVA_HOME=%s is no Java that runs, Convoy for Spark %s needs Java %s; point it at one, or unset it"
            .formatted(broken, LINE, JAVA));

    Path other =
        program("other/bin/java", "echo '    java.specification.version = 26' >&2")
            .getParent()
            .getParent();
    assertRefused(
        convoy(Map.of("JAVA_HOME", other.toString())),
        "convoy: JAVA_HOME=%s is Java 26, Convoy for Spark %s needs Java %s; point it at one, or unset it"
            .formatted(other, LINE, JAVA));
  }

  /** What Spark says of its own version, before it on the class path. */
  private Path sparkOfVersion(String version) throws IOException {
    Path source = Files.createDirectories(folder.resolve("source")).resolve("package$.java");
    Files.writeString(
        source,
        """
        package org.apache.spark;
        public final class package$ {
          public static final package$ MODULE$ = new package$();
          public String SPARK_VERSION() { return "%s"; }
        }
        """
            .formatted(version));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), source.toString()))
        .isZero();
    return classes;
  }

  /** As spark-submit without the script would be. */
  @Test
  void versionsAreComparedBeforeAnythingElse() throws Exception {
    String accepted = System.getProperty("spark.line").equals("4") ? "4.0 to 4.2" : "3.5";
    String classPath = sparkOfVersion("3.4.0") + ":" + Command.classPath();
    Path output = folder.resolve("output");
    Path error = folder.resolve("error");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "org.convoy.cli.Main",
                "inspect",
                "lenet5")
            .redirectOutput(output.toFile())
            .redirectError(error.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

    assertRefused(
        new Running(process, output.toFile(), error.toFile()).await(),
        "convoy: the driver runs Spark 3.4.0, this build of Convoy needs %s; point SPARK_HOME at a Spark %1$s"
            .formatted(accepted));
  }
}
