package org.convoy.train.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.spark.ScalaCollections;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.StateSlices;
import org.convoy.strategy.WorkerReport;
import org.convoy.strategy.WorkerTime;
import org.convoy.train.SmallTraining;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

@Tag("spark")
final class TestSlicedReduction {
  private static final int WORKERS = 3;
  private static final int ROUNDS = 4;

  /** Tasks that made a result; they run in this JVM. */
  private static final AtomicInteger EXECUTED = new AtomicInteger();

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = new JavaSparkContext(SmallTraining.conf("local[2]"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static RoundResult result(int partition, int parameters) {
    SplittableRandom random = new SplittableRandom(partition);
    int worker = partition % WORKERS;
    return RoundResult.of(
        new WorkerReport(
            worker, new Tally(1 + partition, 0.5, 1 + partition, 1), 1, WorkerTime.NONE),
        new ModelState(vector(parameters, random), vector(parameters, random)));
  }

  private static float[] vector(int length, SplittableRandom random) {
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
    }

    return vector;
  }

  private static JavaPairRDD<Integer, RoundResult> sliced(
      JavaRDD<RoundResult> results, StateSlices slices) {
    return results.flatMapToPair(
        result ->
            IntStream.range(0, slices.count())
                .mapToObj(
                    slice -> new Tuple2<>(slice, result.with(slices.cut(result.shared(), slice))))
                .iterator());
  }

  private static RoundResult reduce(
      JavaRDD<RoundResult> results, int round, StateSlices slices, int parameters) {
    ModelState vectors = new ModelState(new float[parameters], new float[parameters]);
    return SlicedReduction.reduce(
        sliced(results, slices),
        round(round),
        slices,
        new RoundResult(vectors, List.of(), List.of()));
  }

  /** After a shuffle, as the samples of an epoch are. */
  private static JavaRDD<Integer> partitions() {
    JavaPairRDD<Integer, Integer> numbers =
        spark
            .parallelize(IntStream.range(0, ROUNDS * WORKERS).boxed().toList(), 2)
            .mapToPair(number -> new Tuple2<>(number, number));
    return numbers.partitionBy(new HashPartitioner(ROUNDS * WORKERS)).map(Tuple2::_2);
  }

  private static int[] round(int round) {
    return IntStream.range(round * WORKERS, (round + 1) * WORKERS).toArray();
  }

  private static long shuffleFiles() {
    return ScalaCollections.asJava(SparkEnv.get().blockManager().diskBlockManager().getAllFiles())
        .stream()
        .filter(file -> file.getName().startsWith("shuffle_"))
        .count();
  }

  private static int registeredShuffles() {
    return ((MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker()).shuffleStatuses().size();
  }

  @Test
  void givesTheSameBytesAsWholeResults() {
    int parameters = 2_500_000;
    JavaRDD<RoundResult> results = partitions().map(partition -> result(partition, parameters));

    RoundResult sliced = reduce(results, 1, new StateSlices(5), parameters);
    RoundResult whole =
        RoundResult.mean(
            Arrays.stream(results.collectPartitions(round(1))).flatMap(List::stream).toList());

    assertThat(sliced.shared().parameters()).isEqualTo(whole.shared().parameters());
    assertThat(sliced.shared().optimizerState()).isEqualTo(whole.shared().optimizerState());
    assertThat(sliced.reports()).isEqualTo(whole.reports());
  }

  @Test
  void runsOnlyTheTasksOfTheRoundAndLeavesNothingBehind() {
    EXECUTED.set(0);
    JavaRDD<RoundResult> results =
        partitions()
            .map(
                partition -> {
                  EXECUTED.incrementAndGet();
                  return result(partition, 100);
                });
    reduce(results, 0, StateSlices.WHOLE, 100);
    long files = shuffleFiles();
    int shuffles = registeredShuffles();

    for (int round = 1; round < ROUNDS; round++) {
      reduce(results, round, StateSlices.WHOLE, 100);
    }

    assertThat(EXECUTED).hasValue(ROUNDS * WORKERS);
    // Less, where Spark just then found out that nobody needs the other test's shuffle any more.
    assertThat(shuffleFiles()).isBetween(1L, files);
    assertThat(registeredShuffles()).isBetween(1, shuffles);
    assertThat(results.getNumPartitions()).isEqualTo(ROUNDS * WORKERS);
  }

  @Test
  void paysForManyWorkersOrLargeStates() {
    long lenet = 2 * 61_706;
    long resnet = 2 * 11_000_000;

    assertThat(SlicedReduction.pays(2, resnet)).isFalse();
    assertThat(SlicedReduction.pays(3, resnet)).isTrue();
    assertThat(SlicedReduction.pays(64, lenet)).isFalse();
    assertThat(SlicedReduction.pays(512, lenet)).isTrue();
  }

  @Test
  void paysForStatesThatAnExecutorHoldsNoThreeOf() {
    long resnet50 = 2 * 25_557_032;
    long alexnet = 2 * 61_100_840;

    assertThat(SlicedReduction.pays(2, resnet50)).isFalse();
    assertThat(SlicedReduction.pays(2, alexnet)).isTrue();
    assertThat(SlicedReduction.pays(1, alexnet)).isTrue();
  }

  @Test
  void slicesOfManyWorkersAreSmallOnes() {
    long vgg16 = 2 * 138_357_544;

    assertThat(SlicedReduction.slices(2, vgg16).count()).isEqualTo(133);
    assertThat(SlicedReduction.slices(64, vgg16).count()).isEqualTo(1056);
    assertThat(SlicedReduction.slices(2, 100)).isEqualTo(StateSlices.WHOLE);
  }
}
