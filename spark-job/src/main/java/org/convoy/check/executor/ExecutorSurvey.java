package org.convoy.check.executor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.nn.kernel.KernelChoice;

/**
 * Asks every executor about itself. Spark sends tasks where it likes, so each attempt has enough of
 * them for all slots, and each keeps its slot for a moment: Spark's scheduler deals a task to every
 * executor with a free slot before it gives one a second. Executors that are busy, or come while it
 * asks, get a few attempts more.
 */
public final class ExecutorSurvey {
  private static final int ATTEMPTS = 5;
  private static final int TASKS_A_SLOT = 2;
  private static final long HOLD_MILLIS = 50;
  private static final Duration LONGEST_SETTLING = Duration.ofSeconds(20);
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final JavaSparkContext spark;
  private final RegisteredExecutors registered;
  private final KernelChoice kernels;

  public ExecutorSurvey(JavaSparkContext spark, KernelChoice kernels) {
    this.spark = requireNonNull(spark, "spark is null");
    this.kernels = requireNonNull(kernels, "kernels is null");
    this.registered = new RegisteredExecutors(spark);
  }

  /**
   * The executors, once there are any.
   *
   * @param patience how long the first executor may take to come
   * @throws TimeoutException when none came
   * @throws ExecutionException when tasks cannot run there at all
   */
  public List<Executor> run(Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, ExecutorFacts> answers = new HashMap<>();
    // Enough tasks that executors which come while the first one answers are asked meanwhile.
    ask(TASKS_A_SLOT * spark.defaultParallelism(), patience, answers);
    settle();
    List<Executor> executors = registered.list();
    for (int attempt = 0; attempt < ATTEMPTS && misses(executors, answers); attempt++) {
      int slots = executors.stream().mapToInt(Executor::slots).sum();
      ask(slots * TASKS_A_SLOT, patience, answers);
      executors = registered.list();
    }

    List<Executor> told =
        executors.stream().map(executor -> withAnswer(executor, answers)).toList();
    List<Executor> answering =
        told.stream().filter(executor -> executor.facts().isPresent()).toList();
    return comeAndGo() && !answering.isEmpty() ? answering : told;
  }

  /** Then one that runs no task may be about to go, or may just have come. */
  private boolean comeAndGo() {
    return spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
  }

  private static boolean misses(List<Executor> executors, Map<String, ExecutorFacts> answers) {
    return executors.stream().anyMatch(executor -> !answers.containsKey(executor.id()));
  }

  private static Executor withAnswer(Executor executor, Map<String, ExecutorFacts> answers) {
    ExecutorFacts answer = answers.get(executor.id());
    return answer == null ? executor : executor.saying(answer);
  }

  private void ask(int tasks, Duration patience, Map<String, ExecutorFacts> answers)
      throws InterruptedException, ExecutionException, TimeoutException {
    KernelChoice asked = kernels;
    JavaFutureAction<List<String>> job =
        spark
            .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
            .map(task -> answer(asked))
            .collectAsync();
    try {
      for (String json : job.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        ExecutorFacts facts = ExecutorFacts.fromJson(json);
        answers.put(facts.executor(), facts);
      }
    } finally {
      job.cancel(true);
    }
  }

  private static String answer(KernelChoice kernels) throws InterruptedException {
    String facts = ExecutorFacts.gather(kernels).toJson();
    Thread.sleep(HOLD_MILLIS);
    return facts;
  }

  /** The executors of one application come within moments of each other. */
  private void settle() throws InterruptedException {
    long end = System.nanoTime() + LONGEST_SETTLING.toNanos();
    Duration quiet = registered.sinceLastCame();
    while (!spark.isLocal() && quiet.compareTo(QUIET) < 0 && System.nanoTime() < end) {
      // Not longer, however the clock was set between.
      Thread.sleep(Math.min(QUIET.toMillis(), QUIET.minus(quiet).toMillis()) + 1);
      quiet = registered.sinceLastCame();
    }
  }
}
