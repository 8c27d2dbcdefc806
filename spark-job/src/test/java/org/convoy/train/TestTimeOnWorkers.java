package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.nn.schedule.Annealing;
import org.convoy.nn.schedule.ConstantLR;
import org.convoy.nn.schedule.CosineAnnealingLR;
import org.convoy.nn.schedule.CosineAnnealingWarmRestarts;
import org.convoy.nn.schedule.ExponentialLR;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.nn.schedule.LinearLR;
import org.convoy.nn.schedule.MultiStepLR;
import org.convoy.nn.schedule.OneCycleLR;
import org.convoy.nn.schedule.PolynomialLR;
import org.convoy.nn.schedule.ReduceLROnPlateau;
import org.convoy.nn.schedule.SequentialLR;
import org.convoy.nn.schedule.StepLR;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Learning rates, momenta, step counts and so the bias corrections of Adam on workers are those of
 * a single machine, to the bit: over round boundaries, and in a training that was killed and
 * continued.
 */
final class TestTimeOnWorkers {
  private static final int EPOCHS = 3;

  /** Of 60 samples in batches of 8, the last of 4. */
  private static final int STEPS = 8;

  private static final double RATE = 0.01;

  private static final List<String> OPTIMIZERS =
      List.of("optimizer={name=sgd,momentum=0.9}", "optimizer.name=adam", "optimizer.name=adamw");

  private static JavaSparkContext spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = new JavaSparkContext(SmallTraining.conf("local[2]"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Makes the schedule of an epoch from the validation losses of those before. */
  private interface Rates extends Function<List<Double>, LearningRateSchedule> {}

  /** Each schedule by epoch and by step, the optimizers in turn. */
  private static Stream<Arguments> schedules() {
    List<Arguments> byEpoch = counted("epoch").toList();
    List<Arguments> byStep = counted("step").toList();
    return Stream.of(
            inTurn(byEpoch, 0), inTurn(byStep, 1), inTurn(List.of(warmUp(), plateaus()), 2))
        .flatMap(cases -> cases);
  }

  private static Stream<Arguments> inTurn(List<Arguments> schedules, int first) {
    return IntStream.range(0, schedules.size())
        .mapToObj(
            i -> {
              String optimizer = OPTIMIZERS.get((first + i) % OPTIMIZERS.size());
              Object[] schedule = schedules.get(i).get();
              return Arguments.of(optimizer, schedule[0], schedule[1]);
            });
  }

  /** Those that are functions of the step, or of the epoch. */
  private static Stream<Arguments> counted(String interval) {
    boolean steps = interval.equals("step");
    long units = steps ? EPOCHS * STEPS : EPOCHS;
    Function<LearningRateSchedule, Rates> by =
        schedule -> losses -> steps ? schedule : schedule.perEpoch(STEPS);
    LearningRateSchedule cycle =
        new OneCycleLR(RATE, units, 0.4, Annealing.COS, 25, 1e4, OneCycleLR.Phases.TWO)
            .withMomentum(0.85, 0.95);
    return Stream.of(
        schedule(
            "constant,factor=0.5,totalIters=2", interval, by.apply(new ConstantLR(RATE, 0.5, 2))),
        schedule("step,stepSize=2,gamma=0.3", interval, by.apply(new StepLR(RATE, 2, 0.3))),
        schedule(
            "multi-step,milestones=[1,2],gamma=0.3",
            interval,
            by.apply(new MultiStepLR(RATE, List.of(1L, 2L), 0.3))),
        schedule("exponential,gamma=0.7", interval, by.apply(new ExponentialLR(RATE, 0.7))),
        schedule("cosine", interval, by.apply(new CosineAnnealingLR(RATE, units, 0))),
        schedule(
            "cosine-warm-restarts,t0=2,tMult=2",
            interval,
            by.apply(new CosineAnnealingWarmRestarts(RATE, 2, 2, 0))),
        schedule("linear,startFactor=0.2", interval, by.apply(new LinearLR(RATE, 0.2, 1, units))),
        schedule("polynomial,power=2", interval, by.apply(new PolynomialLR(RATE, units, 2))),
        schedule("one-cycle,pctStart=0.4", interval, by.apply(cycle)));
  }

  private static Arguments schedule(String setting, String interval, Rates rates) {
    return Arguments.of("schedule={name=%s,interval=%s}".formatted(setting, interval), rates);
  }

  private static Arguments warmUp() {
    LearningRateSchedule after = new CosineAnnealingLR(RATE, EPOCHS - 1, 0).perEpoch(STEPS);
    Rates rates = losses -> SequentialLR.warmUp(STEPS, 0.01, after);
    return Arguments.of("schedule={name=cosine,warmupEpochs=1}", rates);
  }

  /** With a threshold that no epoch passes, so that there is a reduction in each. */
  private static Arguments plateaus() {
    ReduceLROnPlateau plateau =
        new ReduceLROnPlateau(
            ReduceLROnPlateau.Mode.MIN,
            0.5,
            0,
            0.99,
            ReduceLROnPlateau.ThresholdMode.REL,
            0,
            0,
            1e-8);
    Rates rates =
        losses -> {
          ReduceLROnPlateau.State state = plateau.start(RATE);
          for (double loss : losses) {
            state = plateau.next(state, loss);
          }

          return ConstantLR.of(state.learningRate());
        };
    return Arguments.of(
        "schedule={name=reduce-on-plateau,factor=0.5,patience=0,threshold=0.99}", rates);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("schedules")
  void isThatOfASingleMachine(String optimizer, String schedule, Rates rates) {
    SmallTraining training =
        SmallTraining.of(
            "unused",
            60,
            optimizer,
            schedule,
            "epochs=" + EPOCHS,
            "workers=1",
            "sync.every=3",
            "checkpoint.everyRounds=1",
            "optimizer.learningRate=" + RATE);
    ConvoyConfig config = training.config();

    assertThatThrownBy(() -> training.run(spark, folder, new KilledTraining(1, 1)))
        .hasMessage(KilledTraining.MESSAGE);
    String continued = training.run(spark, folder, new TrainingListener() {});

    assertThat(continued).isEqualTo(new SingleMachine(config, training.datasets()).train(rates));
  }
}
