package org.convoy.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convoy.common.Sha256;
import org.convoy.config.ScheduleRule.OneCycleConfig;
import org.convoy.config.binding.ConfigBinder;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.EnvironmentVariables.Unset;
import org.convoy.config.binding.IncludedFiles;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.KeyEntry;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.Records;
import org.convoy.config.binding.SectionCheck;
import org.convoy.config.binding.SectionEntry;
import org.convoy.data.prepare.MaxBad;
import org.convoy.nn.loss.Reduction;
import org.convoy.nn.model.LayerList;
import org.convoy.nn.schedule.Annealing;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.nn.schedule.SWALR;
import org.convoy.nn.schedule.SequentialLR;

/**
 * The whole configuration of a training. A command line's {@code key=value} wins over the file, the
 * file over the defaults. docs/config-reference.md is made from this class.
 */
public record ConvoyConfig(
    @Key(
            defaultValue = "42",
            description =
                "Seed of everything random: initial parameters, order of samples, dropout")
        long seed,
    @Key(
            changeable = true,
            defaultValue = "10",
            min = 1,
            description = "Passes over the training data")
        int epochs,
    @Key(
            defaultValue = "2",
            min = 1,
            description = "Logical workers, trained in parallel as far as Spark has slots")
        int workers,
    @Key(defaultValue = "64", min = 1, description = "Samples of one step, on every worker")
        int batchSize,
    @Key(
            defaultValue = "1",
            min = 1,
            description =
                "Minibatches of one step on every worker: their gradients, averaged by their"
                    + " samples, make one update, as one minibatch so many times as large would where"
                    + " there is no room for it")
        int accumulate,
    @Key(
            changeable = true,
            above = 0,
            unset = "no limit",
            description =
                "Hours that the process may run: before they are over, the training writes a"
                    + " checkpoint and stops with exit code 75")
        Optional<Double> maxHours,
    @Key(description = "The samples") DataConfig data,
    @Key(description = "The network") ModelConfig model,
    @Key(description = "The loss, with PyTorch's semantics") LossConfig loss,
    @Key(description = "The optimizer, with PyTorch's semantics") OptimizerConfig optimizer,
    @Key(description = "The learning-rate schedule, with PyTorch's semantics")
        ScheduleConfig schedule,
    @Key(description = "Synchronisation of the workers") SyncConfig sync,
    @Key(description = "A moving average of the weights, as torchvision's ExponentialMovingAverage")
        EmaConfig ema,
    @Key(description = "Stochastic weight averaging, as torch.optim.swa_utils") SwaConfig swa,
    @Key(description = "Checkpoints, from which an interrupted training continues")
        CheckpointConfig checkpoint,
    @Key(description = "Whether the training ends before its last epoch when it does not improve")
        EarlyStoppingConfig earlyStopping,
    @Key(description = "Evaluation of the test data after each epoch") ValidationConfig validation,
    @Key(description = "Computation of the layers") KernelConfig kernels,
    @Key(description = "What a training leaves for those who watch it; never changes the weights")
        TrackingConfig tracking)
    implements SectionCheck {

  private static final String UNSET = "unset";
  private static final List<String> PERMUTATIONS = List.of("full", "indexed");

  static final SectionEntry SCHEMA =
      SectionEntry.of(
          "",
          "Top level",
          ConvoyConfig.class,
          Map.of(
              Call.class, bounds -> Call.TYPE,
              Location.class, bounds -> Location.TYPE,
              MaxBad.class, bounds -> DataConfig.MAX_BAD,
              LayerList.class, bounds -> ModelConfig.LAYERS,
              OptimizerGroup.class, bounds -> OptimizerGroup.TYPE,
              ClassWeights.class, ClassWeights::type));

  /** A check by the caller of what the configuration alone cannot know, such as names of models. */
  @FunctionalInterface
  public interface Check {
    /**
     * Adds a problem for each value that cannot work.
     *
     * @param config the configuration; a value that already has a problem is replaced by its
     *     default
     * @param problems takes problems under full names, such as "model.name"
     */
    void check(ConvoyConfig config, Problems problems);
  }

  /**
   * The moving average of the weights, which is taken of the synchronised model at the end of a
   * round. The settings get their defaults here when decay is set.
   */
  public record EmaConfig(
      @Key(
              above = 0,
              below = 1,
              unset = "no average",
              description =
                  "Weight of the average before a step in that after it; a round of several steps"
                      + " counts for all of them, with the model at its end")
          Optional<Double> decay,
      @Key(
              min = 1,
              unset = "`1`",
              description =
                  "Steps from one update to the next, from the first of each epoch on;"
                      + " torchvision's model-ema-steps")
          Optional<Integer> everySteps,
      @Key(
              unset = "`false`",
              description =
                  "Whether 1 - decay is multiplied by workers · batchSize · accumulate · everySteps /"
                      + " epochs, so that it suits trainings of any length: torchvision's, whose decay is then"
                      + " 0.99998 and everySteps 32")
          Optional<Boolean> adjust)
      implements SectionCheck {
    public EmaConfig {
      if (decay.isPresent()) {
        everySteps = everySteps.or(() -> Optional.of(1));
        adjust = adjust.or(() -> Optional.of(false));
      }
    }

    @Override
    public void check(Problems problems) {
      if (decay.isEmpty()) {
        Stream.of("everySteps", "adjust")
            .filter(key -> ((Optional<?>) Records.component(this, key)).isPresent())
            .forEach(key -> problems.add(key, "has no effect without ema.decay"));
      }
    }

    /**
     * Weight of the average before a round in that after it.
     *
     * @param first step of the round, from 0 in its epoch
     * @param count steps of the round
     * @param copies whether the average is still the model: up to the end of the round after the
     *     warm-up
     * @param images of one step of all workers
     * @param epochs of the training
     */
    public double decay(int first, int count, boolean copies, long images, int epochs) {
      int every = everySteps.orElseThrow();
      int updates = (first + count - 1) / every - (first + every - 1) / every + 1;
      double share = 1 - decay.orElseThrow();
      double adjusted = adjust.orElseThrow() ? share * images * every / epochs : share;
      double each = 1 - Math.min(1, adjusted);
      return copies && updates > 0 ? 0 : StrictMath.pow(each, updates);
    }
  }

  /**
   * The mean of the weights at the ends of the last epochs. The settings get their defaults here
   * when startEpoch is set.
   */
  public record SwaConfig(
      @Key(
              min = 0,
              unset = "no average",
              description =
                  "Epochs before the first one whose weights, at its end, are part of the average")
          Optional<Integer> startEpoch,
      @Key(
              min = 0,
              unset = "that of the schedule",
              description = "Learning rate while weights are averaged; SWALR's swa_lr")
          Optional<Double> learningRate,
      @Key(
              min = 0,
              unset = "`10`",
              description =
                  "Epochs from the schedule's learning rate in epoch startEpoch to that one; SWALR's"
                      + " anneal_epochs")
          Optional<Integer> annealEpochs,
      @Key(unset = "`cos`", description = "The way of it: SWALR's anneal_strategy")
          Optional<Annealing> annealing)
      implements SectionCheck {
    public SwaConfig {
      if (learningRate.isPresent()) {
        annealEpochs = annealEpochs.or(() -> Optional.of(10));
        annealing = annealing.or(() -> Optional.of(Annealing.COS));
      }
    }

    @Override
    public void check(Problems problems) {
      String needed = startEpoch.isEmpty() ? "startEpoch" : "learningRate";
      if (startEpoch.isEmpty() || learningRate.isEmpty()) {
        Stream.of("learningRate", "annealEpochs", "annealing")
            .filter(key -> ((Optional<?>) Records.component(this, key)).isPresent())
            .forEach(key -> problems.add(key, "has no effect without swa." + needed));
      }
    }

    /** Weight of the average before the end of an epoch in that after it; epochs from 0. */
    public double decay(int epoch) {
      int averaged = Math.max(0, epoch - startEpoch.orElseThrow());
      return (double) averaged / (averaged + 1);
    }

    /** A schedule of steps with the learning rate of the averaging where there is one. */
    LearningRateSchedule after(LearningRateSchedule before, long stepsPerEpoch) {
      if (learningRate.isEmpty()) {
        return before;
      }

      long first = startEpoch.orElseThrow() * stepsPerEpoch;
      SWALR own =
          new SWALR(
              before.learningRate(first),
              learningRate.get(),
              annealEpochs.orElseThrow(),
              annealing.orElseThrow());
      return new SequentialLR(List.of(before, own.perEpoch(stepsPerEpoch)), List.of(first));
    }
  }

  /** How the test data are evaluated after each epoch. */
  public record ValidationConfig(
      @Key(
              changeable = true,
              min = 1,
              unset =
                  "the largest power of two up to 256 that takes no more memory than a training"
                      + " step",
              description = "Samples evaluated at a time; a matter of speed and memory")
          Optional<Integer> batchSize) {}

  /**
   * Reads a configuration.
   *
   * @param sourceName what the text was read from, as problems name it; includes are relative to it
   * @param text HOCON; {@code ${NAME}} also takes environment variables
   * @param overrides settings of the command line, each {@code key=value}; the last one wins
   * @param checks the caller's checks of what this class cannot know
   * @throws org.convoy.config.binding.ConfigException naming all problems, each with its place and
   *     value
   */
  public static ConvoyConfig parse(
      String sourceName, String text, List<String> overrides, Check... checks) {
    return parse(sourceName, text, overrides, IncludedFiles.LOCAL, checks);
  }

  /**
   * As above.
   *
   * @param includes reads the files that the text includes
   */
  public static ConvoyConfig parse(
      String sourceName,
      String text,
      List<String> overrides,
      IncludedFiles includes,
      Check... checks) {
    List<Check> all = new ArrayList<>(List.of(checks));
    all.add(ConvoyConfig::requireData);
    return parse(sourceName, text, overrides, includes, Unset.REFUSED, all);
  }

  private static void requireData(ConvoyConfig config, Problems problems) {
    if (config.data.path().isEmpty()) {
      String what = ((KeyEntry) SCHEMA.find("data.path").orElseThrow()).description();
      problems.add("data.path", "required key is missing (" + what + ")");
    }
  }

  /**
   * Defaults with settings, for what is done without a data set.
   *
   * @param settings each {@code key=value}
   * @throws org.convoy.config.binding.ConfigException as above, but not of {@code data.path}
   */
  public static ConvoyConfig withoutData(List<String> settings) {
    return parse("defaults", "", settings, IncludedFiles.LOCAL, Unset.REFUSED, List.of());
  }

  /**
   * Reads what {@link #render} wrote. Environment variables that a {@link Location} is made of need
   * not be set until it is used.
   *
   * @throws org.convoy.config.binding.ConfigException as above
   */
  public static ConvoyConfig parseRendered(String sourceName, String text, List<String> overrides) {
    List<Check> checks = List.of(ConvoyConfig::requireData);
    return parse(sourceName, text, overrides, IncludedFiles.LOCAL, Unset.USED_LATER, checks);
  }

  private static ConvoyConfig parse(
      String sourceName,
      String text,
      List<String> overrides,
      IncludedFiles includes,
      Unset unset,
      List<Check> checks) {
    return (ConvoyConfig)
        ConfigBinder.bind(
            SCHEMA,
            sourceName,
            text,
            overrides,
            includes,
            unset,
            (bound, problems) -> checks.forEach(one -> one.check((ConvoyConfig) bound, problems)));
  }

  @Override
  public void check(Problems problems) {
    if (schedule.rule() instanceof OneCycleConfig cycle
        && cycle.cycleMomentum().orElse(false)
        && !optimizer.hasMomentum()) {
      problems.add(
          "schedule.cycleMomentum", "needs an optimizer with momentum above 0 or with betas");
    }

    model.numClasses().ifPresent(classes -> loss.checkClasses(classes, problems));
    if (loss.function().ignoreIndex().isPresent()
        && !data.transforms().trainStages().batches().isEmpty()) {
      problems.add(
          "loss.ignoreIndex", "cannot be used with mixed images, such as those of mixup or cutMix");
    }

    if ((long) batchSize * accumulate > Integer.MAX_VALUE) {
      problems.add("accumulate", "is too many minibatches of " + batchSize + " samples");
    }

    if (accumulate > 1 && loss.reduction() == Reduction.SUM) {
      problems.add(
          "accumulate", "takes the mean of gradients, which loss.reduction = sum does not want");
    }

    if (ema.decay().isPresent() && swa.startEpoch().isPresent()) {
      problems.add("swa.startEpoch", "cannot be combined with ema.decay; set one of them to null");
    }

    if (swa.startEpoch().filter(start -> start >= epochs).isPresent()) {
      problems.add("swa.startEpoch", "must be below epochs, which is " + epochs);
    }

    int postLocal = sync.postLocal().epoch().orElse(0);
    if (postLocal > 0 && postLocal >= epochs) {
      problems.add("sync.postLocal.epoch", "must be below epochs, which is " + epochs);
    }

    if (sync.qsr().coefficient().isPresent() && schedule.rule() instanceof OneCycleConfig) {
      problems.add(
          "sync.qsr.coefficient",
          "needs a learning rate that falls after the warm-up; that of one-cycle rises first");
    }

    int names = data.classes().size();
    if (names > 0 && model.numClasses().filter(classes -> classes != names).isPresent()) {
      problems.add(
          "data.classes",
          "must be as many names as model.numClasses, which is " + model.numClasses().get());
    }
  }

  /** Whether an average of the weights is kept, and measured. */
  public boolean averagesWeights() {
    return ema.decay().isPresent() || swa.startEpoch().isPresent();
  }

  /**
   * The learning rate of each step; see {@link ScheduleConfig#toSchedule}.
   *
   * @param stepsPerEpoch steps of one worker in an epoch
   * @param measurements of the epochs that are over
   */
  public LearningRateSchedule toSchedule(long stepsPerEpoch, List<Double> measurements) {
    return swa.after(
        schedule.toSchedule(optimizer, epochs, stepsPerEpoch, measurements), stepsPerEpoch);
  }

  /** The most images of one step of all workers together. */
  public long imagesAStep() {
    return (long) workers * batchSize * accumulate;
  }

  /** The resolved configuration as HOCON, every key included; parsing it gives an equal one. */
  public String render() {
    return SCHEMA.render(this);
  }

  /** The same with other settings, each {@code key=value}. */
  public ConvoyConfig with(String... settings) {
    return parseRendered("the resolved config", render(), List.of(settings));
  }

  /** SHA-256 of the resolved configuration, in hex: equal for equal configurations. */
  public String sha256() {
    return Sha256.hex(render().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A key that two configurations disagree on.
   *
   * @param key full name, such as "sync.every"
   * @param value its value as HOCON, or "unset"
   * @param other the other configuration's value
   * @param changeable whether a run may go on with the other value
   */
  public record Difference(String key, String value, String other, boolean changeable) {
    @Override
    public String toString() {
      return key + ": " + value + " instead of " + other;
    }
  }

  /** The keys on which {@code other} has another value, in the order of the reference. */
  public List<Difference> differences(ConvoyConfig other) {
    Map<String, Optional<String>> values = SCHEMA.values(Optional.of(this));
    Map<String, Optional<String>> others = SCHEMA.values(Optional.of(other));
    return values.keySet().stream()
        .filter(key -> !values.get(key).equals(others.get(key)))
        .map(key -> difference(key, values.get(key), others.get(key)))
        .toList();
  }

  /** All keys that are set, or would be, in the order of the reference. */
  public List<Setting> settings() {
    Map<String, Optional<String>> values = SCHEMA.values(Optional.of(this));
    Map<String, Optional<String>> plain = SCHEMA.values(Optional.of(withoutData(List.of())));
    Map<String, Optional<String>> alike = SCHEMA.values(Optional.of(withSameChoices()));
    List<String> choices = choices();
    return values.keySet().stream()
        .map(
            key ->
                new Setting(
                    key,
                    values.get(key).orElse(UNSET),
                    (choices.contains(key) ? plain : alike).get(key).orElse(UNSET)))
        .filter(setting -> !setting.value().equals(UNSET) || !setting.byDefault().equals(UNSET))
        .toList();
  }

  /** Keys that say which of several records stands somewhere. */
  private static List<String> choices() {
    return SCHEMA.choices().map(choice -> choice.key().path()).toList();
  }

  /** The defaults of what is chosen here; the plain ones where such a choice has no default. */
  private ConvoyConfig withSameChoices() {
    Map<String, Optional<String>> values = SCHEMA.values(Optional.of(this));
    try {
      return withoutData(
          choices().stream()
              .flatMap(key -> values.get(key).map(value -> key + "=" + value).stream())
              .toList());
    } catch (ConfigException e) {
      return withoutData(List.of());
    }
  }

  private static Difference difference(
      String path, Optional<String> value, Optional<String> other) {
    KeyEntry key = (KeyEntry) SCHEMA.find(path).orElseThrow();
    boolean sameOrder = // A permutation of all samples is the same, whichever way they come.
        path.equals("data.shuffle")
            && Stream.of(value, other).flatMap(Optional::stream).allMatch(PERMUTATIONS::contains);
    return new Difference(
        path, value.orElse(UNSET), other.orElse(UNSET), key.key().changeable() || sameOrder);
  }
}
