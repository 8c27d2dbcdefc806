package org.convoy.train.stop;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * Memory that ran out: which, of which process, and the setting that gives more. What Java,
 * JavaCPP, Spark and the cluster managers say of it is recognised by its words, which is all that
 * comes from an executor.
 *
 * @param kind of memory
 * @param process whose it was; empty: this one's, which is not an executor
 * @param said how it was told
 */
public record OutOfMemory(Kind kind, String process, String said) {
  private static final Pattern OF_AN_EXECUTOR =
      Pattern.compile("\\((\\S+) executor (?!driver\\))(\\S+)\\)");
  private static final Pattern LOST_EXECUTOR =
      Pattern.compile("ExecutorLostFailure \\(executor (\\S+) exited");
  private static final Pattern LAST_OF_SEVERAL = Pattern.compile("most recent failure: ");
  private static final int LONGEST = 300;

  /** Which memory. */
  public enum Kind {
    /** The Java heap. */
    HEAP("java.lang.OutOfMemoryError: (Java heap space|GC overhead limit)|SparkOutOfMemoryError"),
    /** What DL4J and oneDNN keep outside the heap, by JavaCPP's own count. */
    NATIVE(
        "Failed to allocate memory within limits|Physical memory usage is too high"
            + "|OutOfMemoryError: (Cannot allocate new |Native allocator returned)"),
    /** What the operating system does not give them, as ND4J and oneDNN say it. */
    SYSTEM(
        "OutOfMemoryError: oneDNN found no native memory"
            + "|RuntimeException: (Allocation failed|\\s*DataBuffer expansion failed"
            + "|Failed to allocate new |Failed temp allocation|std::bad_alloc)"),
    /** Java's buffers outside the heap, which the network uses. */
    BUFFERS("OutOfMemoryError: (Cannot reserve|Direct buffer memory)|OutOfDirectMemoryError"),
    METASPACE("OutOfMemoryError: (Metaspace|Compressed class space)"),
    THREADS("OutOfMemoryError: unable to create (new )?native thread"),
    /** What the results of a job may take on the driver. */
    RESULTS("bigger than spark.driver.maxResultSize"),
    /** What YARN or Kubernetes lets a process have. */
    CONTAINER("exceeding (physical |virtual )?memory limits|running beyond .* memory|OOMKilled"),
    /** What is left when nobody says more: the operating system's. */
    KILLED("[Ee]xit(ed with)? (code|status):? 137\\b|code 137\\b|SIGKILL"),
    /** An executor that ended by itself, saying no more than this. */
    UNKNOWN("(code|status):? 52\\b");

    private final Pattern words;

    Kind(String words) {
      this.words = Pattern.compile(words);
    }
  }

  public OutOfMemory {
    requireNonNull(kind, "kind is null");
    requireNonNull(process, "process is null");
    requireNonNull(said, "said is null");
  }

  /** What the innermost of a failure and its causes that knows of it says; empty if none does. */
  public static Optional<OutOfMemory> of(Throwable failure) {
    Optional<OutOfMemory> found = Optional.empty();
    String process = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = cause.toString();
      process = process.isEmpty() ? executorIn(text) : process;
      if (cause instanceof OutOfMemoryError || isOfNative(cause) || isOfSpark(cause)) {
        Optional<OutOfMemory> before = found;
        found = of(text, process).or(() -> before);
      }
    }

    return found;
  }

  /** What JavaCPP makes of an exception of C++ is no more than that. */
  private static boolean isOfNative(Throwable failure) {
    return failure.getClass() == RuntimeException.class;
  }

  private static boolean isOfSpark(Throwable failure) {
    return failure.getClass().getName().startsWith("org.apache.spark.");
  }

  /**
   * What a message says of memory.
   *
   * @param process whose memory it is; empty: this one's
   */
  public static Optional<OutOfMemory> of(String message, String process) {
    // What an earlier attempt or another executor failed with is not what is told.
    String text = afterLast(LAST_OF_SEVERAL, message);
    for (Kind kind : Kind.values()) {
      if (kind.words.matcher(text).find()) {
        return Optional.of(new OutOfMemory(kind, process, shortened(text)));
      }
    }

    return Optional.empty();
  }

  private static String executorIn(String message) {
    String text = afterLast(LAST_OF_SEVERAL, message);
    Matcher running = OF_AN_EXECUTOR.matcher(text);
    if (running.find()) {
      return "executor %s on %s".formatted(running.group(2), running.group(1));
    }

    Matcher lost = LOST_EXECUTOR.matcher(text);
    return lost.find() ? "executor " + lost.group(1) : "";
  }

  private static String afterLast(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    int start = 0;
    while (matcher.find()) {
      start = matcher.end();
    }

    return text.substring(start);
  }

  /** The first line that says something. */
  private static String shortened(String text) {
    String line = text.strip().lines().findFirst().orElse("").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** One line: which memory, of which process, how much it was, and what to set. */
  public String message(SparkConf settings) {
    return "out of memory: %s; %s".formatted(what(settings), advice(settings));
  }

  private String what(SparkConf settings) {
    boolean here = process.isEmpty();
    return switch (kind) {
      case HEAP ->
          "the Java heap of %s is full (%s)"
              .formatted(
                  owner(settings), here ? heap() : set(settings, "spark.executor.memory", "1g"));
      case NATIVE -> "native memory of %s is at its limit (%s)".formatted(owner(settings), said);
      case SYSTEM ->
          "the operating system gives %s no more native memory (%s)"
              .formatted(owner(settings), said);
      case BUFFERS ->
          "Java's buffers outside the heap of %s are at their limit (%s)"
              .formatted(owner(settings), said);
      case METASPACE -> "no memory is left for the classes of " + owner(settings);
      case THREADS -> "%s can have no more threads".formatted(owner(settings));
      case RESULTS -> said;
      case CONTAINER -> "%s was ended by its cluster manager (%s)".formatted(owner(settings), said);
      case KILLED ->
          "%s was killed (exit code 137), as the operating system does when the memory of a machine or a container runs out"
              .formatted(owner(settings));
      case UNKNOWN ->
          "%s ran out of memory and ended (exit code 52); its log says of which"
              .formatted(owner(settings));
    };
  }

  private String advice(SparkConf settings) {
    boolean here = process.isEmpty();
    String heap = here ? driverHeap(settings) : "spark.executor.memory";
    String options =
        here
            ? "CONVOY_JAVA_OPTS (spark-submit: --driver-java-options)"
            : "spark.executor.extraJavaOptions";
    String slots =
        isEmbedded(settings)
            ? "a smaller N of --master local[N]"
            : "a smaller spark.executor.cores";
    return switch (kind) {
      case HEAP ->
          "set %s higher%s".formatted(heap, here && !isEmbedded(settings) ? "" : ", or " + slots);
      case NATIVE ->
          "add -Dorg.bytedeco.javacpp.%s=SIZE to %s%s, or set a smaller batchSize"
              .formatted(
                  said.contains("Physical memory") ? "maxphysicalbytes" : "maxbytes",
                  options,
                  here ? "" : " and raise spark.executor.memoryOverhead by as much");
      case SYSTEM ->
          here
              ? "give the machine or the container more memory, or set a smaller batchSize"
              : "set spark.executor.memoryOverhead higher, or a smaller batchSize";
      case BUFFERS -> "add -XX:MaxDirectMemorySize=SIZE to " + options;
      case METASPACE -> "raise -XX:MaxMetaspaceSize in " + options;
      case THREADS -> "raise the limit of processes (ulimit -u) or of the container's pids";
      case RESULTS -> "set --conf spark.driver.maxResultSize higher, and the driver's heap with it";
      case CONTAINER -> "set spark.executor.memoryOverhead higher, or " + slots;
      case KILLED ->
          "set spark.executor.memoryOverhead higher where containers limit it, else use fewer or smaller executors on a machine, or "
              + slots;
      case UNKNOWN ->
          "set spark.executor.memory higher for the Java heap, -Dorg.bytedeco.javacpp.maxbytes in spark.executor.extraJavaOptions for native memory";
    };
  }

  private String owner(SparkConf settings) {
    if (!process.isEmpty()) {
      return process;
    }

    if (!settings.contains("spark.master")) {
      return "this process";
    }

    return isEmbedded(settings) ? "the driver, in which Spark's tasks run," : "the driver";
  }

  private static boolean isEmbedded(SparkConf settings) {
    String master = settings.get("spark.master", "");
    return master.startsWith("local") && !master.startsWith("local-cluster");
  }

  private static String driverHeap(SparkConf settings) {
    return settings.contains("spark.master") || settings.contains("spark.submit.deployMode")
        ? "CONVOY_DRIVER_MEMORY (spark-submit: --driver-memory)"
        : "CONVOY_DRIVER_MEMORY";
  }

  private static String heap() {
    return (Runtime.getRuntime().maxMemory() >> 20) + " MiB";
  }

  private static String set(SparkConf settings, String key, String byDefault) {
    return "%s = %s".formatted(key, settings.get(key, byDefault).toLowerCase(Locale.ROOT));
  }
}
