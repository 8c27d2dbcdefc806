package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.ExecutorFacts;
import org.convoy.check.executor.ExecutorSurvey;
import org.convoy.check.executor.MemorySettings;
import org.convoy.check.executor.Text;
import org.convoy.check.executor.Versions;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.DataException;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.nn.kernel.GpuRuntime;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.replica.DriverModel;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.run.file.RunException;
import org.convoy.train.Datasets;
import org.convoy.train.FirstSamples;
import org.convoy.train.MemoryNeed;
import org.convoy.train.Models;
import org.convoy.train.Pretrained;
import org.convoy.train.ShuffleChoice;
import org.convoy.weights.WeightFormatException;

/** Looks at everything that a training needs, and collects all that is wrong before it fails. */
public final class Preflight {
  /** A training waits for executors as long as Spark does. */
  private static final Duration WITHOUT_LIMIT = Duration.ofDays(365);

  /** A check by itself gives up. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What is looked at, one after the other. */
  public enum Part {
    DATA("the data"),
    SPARK("Spark"),
    EXECUTORS("the executors");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private static final String MODEL = "model";
  private static final String EXECUTORS = "executors";

  private final Configuration hadoop;
  private final ConvoyConfig config;
  private final RunFolder folder;
  private final int trainings;
  private final List<Finding> findings = new ArrayList<>();
  private Optional<DecodingMemory> decoding = Optional.empty();

  private Preflight(Configuration hadoop, ConvoyConfig config, RunFolder folder, int trainings) {
    this.hadoop = requireNonNull(hadoop, "hadoop is null");
    this.config = requireNonNull(config, "config is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.trainings = trainings;
  }

  /** Of a training whose data and model are known to be there, on its Spark. */
  public static PreflightReport ofTraining(JavaSparkContext spark, PlannedRun run) {
    return ofTraining(spark, run, 1);
  }

  /** The same of one among as many that run side by side. */
  public static PreflightReport ofTraining(JavaSparkContext spark, PlannedRun run, int trainings) {
    Preflight preflight =
        new Preflight(spark.hadoopConfiguration(), run.config(), run.folder(), trainings);
    preflight.lookAtTheDriver();
    preflight.lookAtTheData(run);
    preflight.lookAtTheCluster(spark, preflight.plannedModel(run), WITHOUT_LIMIT);
    return preflight.report();
  }

  /**
   * Of a config, from nothing: what needs the data is left out where they cannot be read.
   *
   * @param spark starts it; used once, and closed; where it throws, the message says what to change
   * @param progress is told of each part before it
   */
  public static PreflightReport ofConfig(
      ConvoyConfig config,
      RunFolder folder,
      Configuration hadoop,
      Supplier<JavaSparkContext> spark,
      Consumer<Part> progress) {
    Preflight preflight = new Preflight(hadoop, config, folder, 1);
    preflight.lookAtTheDriver();
    progress.accept(Part.DATA);
    Optional<PlannedModel> planned = preflight.openData().flatMap(preflight::plannedModel);
    progress.accept(Part.SPARK);
    Optional<JavaSparkContext> started = preflight.start(spark);
    progress.accept(Part.EXECUTORS);
    started.ifPresent(found -> preflight.lookAtSpark(found, planned));
    return preflight.report();
  }

  private PreflightReport report() {
    return new PreflightReport(findings);
  }

  private void take(Check check) {
    findings.addAll(check.findings());
  }

  private void lookAtTheDriver() {
    take(new VersionCheck("the driver", Requirements.ofBuild(), Versions.running()));
    take(new RunFolderCheck(folder));
  }

  private void lookAtTheData(PlannedRun run) {
    // By the headers, before anything is decoded here.
    DecodingMemory image = FirstSamples.decoding(run.config(), run.datasets(), run.model(), hadoop);
    decoding = Optional.of(image);
    take(new DataCheck(run, image, hadoop));
    take(new MixingCheck(run, hadoop));
    take(new SettingsCheck(run));
  }

  private Optional<PlannedRun> openData() {
    try {
      Datasets datasets = Datasets.open(config, hadoop);
      ShuffleChoice shuffle = ShuffleChoice.of(config, datasets.train(), hadoop);
      ModelDescription model = Models.describe(config, datasets.train());
      ConvoyConfig resolved = Models.withClassWeights(shuffle.in(config), datasets.train(), hadoop);
      Pretrained pretrained = Pretrained.of(resolved, model, hadoop);
      PlannedRun run = new PlannedRun(resolved, datasets, model, pretrained, folder);
      folder
          .requireSame(resolved, run.fingerprints(hadoop))
          .forEach(split -> findings.add(DataCheck.unread(split)));
      lookAtTheData(run);
      findings.add(Finding.ok(DataCheck.SUBJECT, shuffle.toString()));
      return Optional.of(run);
    } catch (DataException e) {
      findings.add(DataCheck.problem(e));
    } catch (ConfigException e) {
      e.problems().forEach(problem -> findings.add(Finding.problem(MODEL, problem)));
    } catch (WeightFormatException e) {
      findings.add(Finding.problem(MODEL, Text.oneLine(e.getMessage())));
    } catch (RunException e) {
      findings.add(Finding.problem("run folder", Text.oneLine(e.getMessage())));
    }

    return Optional.empty();
  }

  /** What trains, and on what. */
  private record PlannedModel(DriverModel model, Datasets datasets) {}

  private Optional<PlannedModel> plannedModel(PlannedRun run) {
    try {
      return Optional.of(new PlannedModel(run.driverModel(), run.datasets()));
    } catch (ConfigException e) {
      e.problems().forEach(problem -> findings.add(Finding.problem(MODEL, problem)));
      return Optional.empty();
    }
  }

  private void lookAtSpark(JavaSparkContext started, Optional<PlannedModel> planned) {
    try (JavaSparkContext spark = started) {
      lookAtTheCluster(spark, planned, PATIENCE);
    }
  }

  private Optional<JavaSparkContext> start(Supplier<JavaSparkContext> supplier) {
    try {
      return Optional.of(supplier.get());
    } catch (RuntimeException e) {
      findings.add(Finding.problem("spark", Text.oneLine(e.getMessage())));
      return Optional.empty();
    }
  }

  private void lookAtTheCluster(
      JavaSparkContext spark, Optional<PlannedModel> planned, Duration patience) {
    KernelChoice kernels =
        planned.map(run -> run.model().kernels()).orElse(config.kernels().choice());
    take(new GpuSettingCheck(spark.getConf()));
    List<Executor> executors = survey(spark, kernels, patience);
    // Which way states go depends on the executors that there are.
    Optional<MemoryNeed> need =
        planned.map(run -> MemoryNeed.of(run.model(), run.datasets(), spark, trainings));
    take(new TransportCheck(config, spark));
    if (!executors.isEmpty()) {
      executorChecks(kernels, executors, need).forEach(this::take);
    }

    MemorySettings settings = MemorySettings.of(spark.getConf());
    Optional<MemoryNeed> host = need.map(Preflight::onHost);
    decoding.ifPresent(image -> take(new DecodingCheck(image, host, settings, executors)));
    long heap = Runtime.getRuntime().maxMemory();
    need.ifPresent(
        known -> {
          take(new ExecutorMemoryCheck(onHost(known), settings, executors));
          take(new DriverMemoryCheck(known, settings, heap));
          take(StorageCheck.of(config, folder, hadoop, known));
        });
  }

  private List<Check> executorChecks(
      KernelChoice kernels, List<Executor> executors, Optional<MemoryNeed> need) {
    List<Check> checks = new ArrayList<>();
    executors.stream()
        .flatMap(executor -> executor.facts().stream())
        .map(ExecutorFacts::versions)
        .distinct()
        .forEach(
            running ->
                checks.add(new VersionCheck("each executor", Requirements.ofBuild(), running)));
    checks.add(new KernelCheck(kernels, executors));
    checks.add(new SlotCheck(config.workers(), executors));
    checks.add(new GpuCheck(target(), need.map(MemoryNeed::replica).orElse(0L), executors));
    return checks;
  }

  private static GpuCheck.Target target() {
    return GpuRuntime.installed().isPresent() ? GpuCheck.Target.GPU : GpuCheck.Target.CPU;
  }

  /** What a GPU works on takes nothing of its machine's memory. */
  private static MemoryNeed onHost(MemoryNeed need) {
    return target() == GpuCheck.Target.CPU ? need : need.withoutWorking();
  }

  private List<Executor> survey(JavaSparkContext spark, KernelChoice kernels, Duration patience) {
    try {
      return new ExecutorSurvey(spark, kernels).run(patience);
    } catch (TimeoutException e) {
      findings.add(
          Finding.problem(
              EXECUTORS,
              "none came within %d s; is the cluster full, or does it have no machine with spark.executor.memory and spark.executor.cores free?"
                  .formatted(patience.toSeconds())));
    } catch (ExecutionException e) {
      findings.add(
          Finding.problem(EXECUTORS, "cannot run a task: " + Text.oneLine(rootMessage(e))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      findings.add(Finding.problem(EXECUTORS, "the check was interrupted"));
    }

    return List.of();
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }

    return root.getMessage();
  }
}
