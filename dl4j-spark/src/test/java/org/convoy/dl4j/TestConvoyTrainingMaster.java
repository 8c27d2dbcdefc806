package org.convoy.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.state.ModelState;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

final class TestConvoyTrainingMaster {
  /**
   * With 3 workers and batches of 4 the last step has one example for two of them, none for one.
   */
  private static final int EXAMPLES = 50;

  private static final int BATCH = 4;
  private static final long SEED = 5;

  private static LocalSpark spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static ConvoyTrainingMaster master(int workers) {
    return new ConvoyTrainingMaster.Builder(workers, 1)
        .batchSizePerWorker(BATCH)
        .averagingFrequency(2)
        .rngSeed(SEED)
        .build();
  }

  private static EpochPlan plan(int epoch, int workers) {
    return new EpochPlan(SEED, epoch, EXAMPLES, workers, BATCH, 2);
  }

  private static String hash(Model network) {
    return hash(network.params());
  }

  private static String hash(INDArray vector) {
    return new ModelState(vector.toFloatVector(), new float[0]).weightsSha256();
  }

  private static ComputationGraph byHand(int workers, int epochs) {
    HandAveraging hand =
        new HandAveraging(Networks.graph(Networks.adam()), Networks.examples(EXAMPLES), workers);
    for (int epoch = 0; epoch < epochs; epoch++) {
      hand.epoch(plan(epoch, workers));
    }

    return hand.network();
  }

  @Test
  void oneWorkerEqualsDl4jOnOneMachine() {
    ComputationGraph network =
        spark.fit(
            Networks.graph(Networks.adam()),
            master(1),
            spark.rdd(Networks.examples(EXAMPLES), 3),
            2);

    ComputationGraph expected = byHand(1, 2);
    assertThat(hash(network)).isEqualTo(hash(expected));
    assertThat(hash(network.getUpdater().getStateViewArray()))
        .isEqualTo(hash(expected.getUpdater().getStateViewArray()));
  }

  @Test
  void severalWorkersEqualTheAverageTakenByHand() {
    ComputationGraph network =
        spark.fit(
            Networks.graph(Networks.adam()),
            master(3),
            spark.rdd(Networks.examples(EXAMPLES), 2),
            2);

    ComputationGraph expected = byHand(3, 2);
    assertThat(hash(network)).isEqualTo(hash(expected));
    assertThat(hash(network.getUpdater().getStateViewArray()))
        .isEqualTo(hash(expected.getUpdater().getStateViewArray()));
  }

  @Test
  void countsGoOnOverFits() {
    ComputationGraph network = Networks.graph(Networks.adam());
    network.getConfiguration().setIterationCount(7);
    spark.fit(network, master(3), spark.rdd(Networks.examples(EXAMPLES), 2), 2);

    assertThat(network.getIterationCount()).isEqualTo(7 + 2 * plan(0, 3).steps());
    assertThat(network.getEpochCount()).isEqualTo(2);
  }

  @Test
  void listenersSeeEachRound() {
    List<Integer> iterations = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    ConvoyTrainingMaster master = master(3);
    SparkComputationGraph graph =
        new SparkComputationGraph(spark.context(), Networks.graph(new Sgd(0.1)), master);
    graph.setListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            iterations.add(iteration);
            scores.add(model.score());
          }
        });
    graph.fit(spark.rdd(Networks.examples(EXAMPLES), 2));

    assertThat(iterations).containsExactly(2, 4, 5);
    assertThat(scores).allMatch(score -> score > 0 && score < 5);
    assertThat(graph.getScore()).isEqualTo(scores.get(2));
  }

  @Test
  void howExamplesAreGroupedDoesNotMatter() {
    List<DataSet> single = Networks.examples(EXAMPLES);
    List<DataSet> grouped =
        List.of(
            DataSet.merge(single.subList(0, 11)),
            DataSet.merge(single.subList(11, 12)),
            DataSet.merge(single.subList(12, EXAMPLES)));

    ComputationGraph first =
        spark.fit(Networks.graph(new Sgd(0.1)), master(2), spark.rdd(single, 7), 1);
    ComputationGraph second =
        spark.fit(Networks.graph(new Sgd(0.1)), master(2), spark.rdd(grouped, 4), 1);

    assertThat(hash(first)).isEqualTo(hash(second));
  }

  /** On Convoy's kernels, whose sums round otherwise. */
  @Test
  void convoysLayersTrainAsInDl4j() {
    List<DataSet> examples = Networks.examples(EXAMPLES);
    HandAveraging hand = new HandAveraging(Networks.convoy(Networks.adam()), examples, 2);
    hand.epoch(plan(0, 2));
    hand.epoch(plan(1, 2));

    ComputationGraph network =
        spark.fit(Networks.convoy(Networks.adam()), master(2), spark.rdd(examples, 2), 2);

    assertThat(network.params().toFloatVector())
        .containsExactly(hand.network().params().toFloatVector(), within(1e-4f));
  }

  @Test
  void aFreshUpdaterEachRoundIsAnotherTraining() {
    ConvoyTrainingMaster reset =
        new ConvoyTrainingMaster.Builder(2, 1)
            .batchSizePerWorker(BATCH)
            .rngSeed(SEED)
            .averagingFrequency(2)
            .saveUpdater(false)
            .build();
    List<DataSet> examples = Networks.examples(EXAMPLES);

    ComputationGraph kept =
        spark.fit(Networks.graph(Networks.adam()), master(2), spark.rdd(examples, 2), 1);
    ComputationGraph fresh =
        spark.fit(Networks.graph(Networks.adam()), reset, spark.rdd(examples, 2), 1);

    assertThat(hash(fresh)).isNotEqualTo(hash(kept));
  }

  @Test
  void learns() {
    ComputationGraph network =
        spark.fit(
            Networks.graph(new Adam(0.01)), master(2), spark.rdd(Networks.examples(400), 4), 3);

    DataSet others = DataSet.merge(Networks.examples(200));
    Evaluation evaluation = new Evaluation(Networks.CLASSES);
    evaluation.eval(others.getLabels(), network.outputSingle(others.getFeatures()));
    assertThat(evaluation.accuracy()).isGreaterThan(0.8);
  }

  @Test
  void nothingStaysInSpark() {
    spark.fit(
        Networks.graph(Networks.adam()), master(2), spark.rdd(Networks.examples(EXAMPLES), 2), 1);

    assertThat(spark.persisted()).isEmpty();
  }

  @Test
  void refusesAnRddWithoutExamples() {
    assertThatThrownBy(
            () -> spark.fit(Networks.graph(new Sgd(0.1)), master(2), spark.rdd(List.of(), 2), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The RDD has no examples");
    assertThat(spark.persisted()).isEmpty();
  }

  @Test
  void refusesExamplesOfDifferentShapes() {
    DataSet wider =
        new DataSet(Nd4j.zeros(1, 1, Networks.SIDE, 7), Nd4j.zeros(1, Networks.CLASSES));
    List<DataSet> mixed = List.of(Networks.examples(1).get(0), wider);

    assertThatThrownBy(
            () -> spark.fit(Networks.graph(new Sgd(0.1)), master(2), spark.rdd(mixed, 2), 1))
        .hasMessage(
            "All examples must have arrays of the same shapes, found FEATURES:0:1x6x6 LABELS:0:3"
                + " and FEATURES:0:1x6x7 LABELS:0:3");
  }

  @Test
  void readsFilesByDl4jsLoaders(@TempDir Path folder) {
    List<DataSet> examples = Networks.examples(EXAMPLES);
    List<String> paths = new ArrayList<>();
    for (int from = 0; from < EXAMPLES; from += 10) {
      Path file = folder.resolve("examples-" + from);
      DataSet.merge(examples.subList(from, from + 10)).save(file.toFile());
      paths.add(file.toUri().toString());
    }

    SparkComputationGraph fromFiles =
        new SparkComputationGraph(spark.context(), Networks.graph(new Sgd(0.1)), master(2));
    fromFiles.fitPaths(spark.context().parallelize(paths, 2));
    ComputationGraph fromMemory =
        spark.fit(Networks.graph(new Sgd(0.1)), master(2), spark.rdd(examples, 3), 1);

    assertThat(hash(fromFiles.getNetwork())).isEqualTo(hash(fromMemory));
  }

  @Test
  void trainsOnMultiDataSets() {
    List<DataSet> examples = Networks.examples(EXAMPLES);
    List<MultiDataSet> multi = new ArrayList<>();
    examples.forEach(example -> multi.add(example.toMultiDataSet()));

    SparkComputationGraph graph =
        new SparkComputationGraph(spark.context(), Networks.graph(new Sgd(0.1)), master(2));
    graph.fitMultiDataSet(spark.context().parallelize(multi, 2));

    assertThat(hash(graph.getNetwork()))
        .isEqualTo(
            hash(spark.fit(Networks.graph(new Sgd(0.1)), master(2), spark.rdd(examples, 2), 1)));
  }
}
