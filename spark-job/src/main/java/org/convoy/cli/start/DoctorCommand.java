package org.convoy.cli.start;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.util.NativeCodeLoader;
import org.apache.hadoop.util.VersionInfo;
import org.convoy.check.executor.Text;
import org.convoy.check.executor.Versions;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.Secrets;
import org.convoy.cli.process.ExitCode;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code convoy doctor}: what a report of a bug needs to know of the machine and the installation.
 */
@Command(
    name = "doctor",
    description = {
      "Tells what a report of a bug needs: versions, machine, memory, which kernels load,"
          + " environment.",
      "Of environment variables that could hold secrets it tells only that they are set."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Starts no Spark: what a training needs of a cluster is told by convoy check."})
public final class DoctorCommand implements Callable<Integer> {
  private static final String UNKNOWN = "unknown";
  private static final String UNSET = "not set";

  /** Instruction sets that kernels are made for. */
  private static final Pattern OF_KERNELS =
      Pattern.compile("sse4_[12]|f16c|fma|avx.*|amx.*|asimd.*|sve.*|bf16|i8mm");

  private static final List<String> SHOWN =
      List.of(
          "SPARK_HOME",
          "SPARK_CONF_DIR",
          "HADOOP_CONF_DIR",
          "YARN_CONF_DIR",
          "JAVA_HOME",
          "CONVOY_SPARK",
          "CONVOY_JAR",
          "CONVOY_CONF_DIR",
          "CONVOY_DRIVER_MEMORY",
          "OMP_NUM_THREADS",
          "ONEDNN_MAX_CPU_ISA",
          "LC_ALL",
          "LANG");

  /** Their values are options, which may hold passwords. */
  private static final List<String> NAMED =
      List.of(
          "CONVOY_JAVA_OPTS",
          "CONVOY_CLASSPATH",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "SPARK_SUBMIT_OPTS",
          "LD_LIBRARY_PATH",
          "LD_PRELOAD");

  @Mixin private Console console;

  @Override
  public Integer call() {
    Result result = new Result(facts(System.getenv()));
    result.facts().forEach((name, value) -> console.printf("%-22s %s%n", name, value));
    console.result(result);
    return ExitCode.DONE.number();
  }

  static Map<String, String> facts(Map<String, String> environment) {
    Map<String, String> facts = new LinkedHashMap<>();
    versions(facts);
    machine(facts);
    facts.put("Kernels", loaded(DoctorCommand::kernels));
    facts.put("ND4J", loaded(KernelBackend::loadNd4j));
    facts.put(
        "Hadoop's native code", NativeCodeLoader.isNativeCodeLoaded() ? "loads" : "not there");
    SHOWN.forEach(name -> facts.put(name, environment.getOrDefault(name, UNSET)));
    NAMED.forEach(name -> facts.put(name, environment.containsKey(name) ? "set" : UNSET));
    facts.replaceAll((name, value) -> Secrets.of(environment).hiddenIn(value));
    return facts;
  }

  private static void versions(Map<String, String> facts) {
    Versions running = Versions.running();
    facts.put(
        "Convoy",
        Optional.ofNullable(DoctorCommand.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)"));
    facts.put("Commit", System.getProperty("convoy.commit", UNKNOWN));
    facts.put("Spark", running.spark());
    facts.put("Scala", running.scala());
    facts.put("Hadoop", VersionInfo.getVersion());
    facts.put(
        "Java",
        "%s, %s, %s"
            .formatted(
                running.java(),
                System.getProperty("java.vendor"),
                System.getProperty("java.vm.name")));
  }

  private static void machine(Map<String, String> facts) {
    com.sun.management.OperatingSystemMXBean system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    facts.put(
        "System",
        "%s, %s %s %s"
            .formatted(
                line("/etc/os-release", "PRETTY_NAME=").replace("\"", ""),
                system.getName(),
                system.getVersion(),
                system.getArch()));
    facts.put("C library", cLibrary());
    facts.put("Processor", line("/proc/cpuinfo", "model name"));
    facts.put(
        "Instruction sets",
        Stream.of(line("/proc/cpuinfo", "flags").split(" "))
            .filter(OF_KERNELS.asMatchPredicate())
            .collect(Collectors.joining(" ")));
    facts.put("Cores", String.valueOf(system.getAvailableProcessors()));
    facts.put(
        "Memory",
        "%s, of which %s are free; heap up to %s"
            .formatted(
                Text.size(system.getTotalMemorySize()),
                Text.size(system.getFreeMemorySize()),
                Text.size(Runtime.getRuntime().maxMemory())));
    facts.put("Temporary files", temporary(Path.of(System.getProperty("java.io.tmpdir"))));
    facts.put(
        "Encoding",
        "files' names %s, time zone %s"
            .formatted(System.getProperty("sun.jnu.encoding"), TimeZone.getDefault().getID()));
  }

  private static String temporary(Path folder) {
    try {
      return "%s has %s free"
          .formatted(folder, Text.size(Files.getFileStore(folder).getUsableSpace()));
    } catch (IOException e) {
      return "%s: %s".formatted(folder, e);
    }
  }

  /** The rest of the first line of a file that begins so; other systems have other files. */
  private static String line(String file, String beginning) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(beginning))
          .findFirst()
          .map(line -> line.substring(beginning.length()).replaceFirst("^\\s*:\\s*", ""))
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static String cLibrary() {
    try {
      Process process = new ProcessBuilder("getconf", "GNU_LIBC_VERSION").start();
      process.getOutputStream().close();
      boolean isDone = process.waitFor(5, TimeUnit.SECONDS);
      String said = new String(process.getInputStream().readNBytes(100), StandardCharsets.UTF_8);
      return isDone && process.exitValue() == 0 ? said.strip() : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }

  private static String kernels() {
    Backend backend = KernelBackend.resolve(new KernelChoice(Backend.AUTO, Isa.AUTO));
    return backend == Backend.ONEDNN
        ? "onednn on " + KernelBackend.instructionSet().settingName()
        : "nd4j";
  }

  /** What a native library says, or why it does not load. */
  private static String loaded(Callable<String> library) {
    try {
      return library.call();
    } catch (Exception | LinkageError e) {
      return "does not load: " + Text.oneLine(String.valueOf(e));
    }
  }

  /** The JSON result: facts by the names that are printed. */
  record Result(Map<String, String> facts) {}
}
