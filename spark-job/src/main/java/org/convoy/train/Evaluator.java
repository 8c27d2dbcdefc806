package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.feed.BatchFeed.BatchWriter;
import org.convoy.data.spark.SampleRdd;
import org.convoy.metric.Evaluation;
import org.convoy.predict.Prediction;
import org.convoy.replica.DriverModel;
import org.convoy.replica.Loaders;
import org.convoy.run.ModelFile;
import org.convoy.strategy.StateSlices;
import org.convoy.train.round.ComputeStage;
import org.convoy.train.round.Exchange;
import org.convoy.train.round.RoundStart;
import org.convoy.train.round.SlicedReduction;

/** Evaluates models on all samples of a data set, distributed over Spark's partitions. */
public final class Evaluator implements AutoCloseable {
  private final JavaSparkContext spark;
  private final JavaRDD<Sample> samples;
  private final Optional<KeptSamples> own;
  private final DriverModel driverModel;
  private final ConvoyConfig config;
  private final ImageDataset dataset;
  private final BatchWriter writer;
  private final int batchSize;
  private final ComputeStage stage;

  /** Samples are read with the first evaluation and kept for the next ones. */
  public Evaluator(JavaSparkContext spark, DriverModel model, ImageDataset dataset) {
    this(spark, model, dataset, new KeptSamples(spark), true);
  }

  /** As above, of samples that are kept for longer than this. */
  Evaluator(JavaSparkContext spark, DriverModel model, ImageDataset dataset, KeptSamples samples) {
    this(spark, model, dataset, samples, false);
  }

  private Evaluator(
      JavaSparkContext spark,
      DriverModel model,
      ImageDataset dataset,
      KeptSamples samples,
      boolean isTheirOnlyUse) {
    this.spark = requireNonNull(spark, "spark is null");
    this.driverModel = requireNonNull(model, "model is null");
    this.dataset = requireNonNull(dataset, "dataset is null");
    this.config = model.config();
    this.writer = Loaders.evaluation(config, model.description());
    this.batchSize = Math.min(model.evaluationBatch(), largestPartition(config, dataset.size()));
    this.stage = ComputeStage.of(spark);
    this.samples = samples.read(dataset, config.data().partitions());
    this.own = Optional.of(samples).filter(kept -> isTheirOnlyUse);
  }

  /** The most samples that one task evaluates. */
  static int largestPartition(ConvoyConfig config, Datasets datasets) {
    int validation = datasets.validation().size();
    int largest = Math.max(validation, datasets.test().map(ImageDataset::size).orElse(0));
    return largestPartition(config, largest);
  }

  private static int largestPartition(ConvoyConfig config, int samples) {
    return (samples - 1) / config.data().partitions() + 1;
  }

  /**
   * Loss, answers and confusions over all samples, of a model in a file.
   *
   * @throws org.convoy.data.DataException when its outputs are not finite
   */
  public Evaluation evaluate(ModelFile model) {
    Evaluation evaluation = evaluate(model.parameters(driverModel.layout()));
    double lossSum = evaluation.tally().lossSum();
    if (!Double.isFinite(lossSum)) {
      throw Prediction.notFinite("a loss of " + lossSum);
    }

    return evaluation;
  }

  /** As a training's states go, which is what the heaps of executors are asked for. */
  private StateSlices slices(int parameters) {
    Exchange exchange = Exchange.of(config, spark, driverModel.stateFloats());
    return exchange == Exchange.SLICED || exchange == Exchange.DIRECT
        ? SlicedReduction.slices(1, parameters)
        : StateSlices.WHOLE;
  }

  /**
   * Loss, answers and confusions over all samples, summed in the order of the partitions.
   *
   * @throws org.convoy.data.DataException when more images than allowed are bad
   */
  Evaluation evaluate(float[] parameters) {
    try (RoundStart model = RoundStart.ofParameters(spark, parameters, slices(parameters.length))) {
      EvaluatePartition task =
          new EvaluatePartition(
              driverModel.spec(), writer, config.data().evaluationPolicy(), model, batchSize);
      Evaluation evaluation =
          stage.place(samples.mapPartitions(task)).collect().stream()
              .reduce(Evaluation.EMPTY, Evaluation::plus);
      FewBadImages.require(config, evaluation.tally().bad(), dataset);
      return evaluation;
    }
  }

  /** The samples with these ids, in their order, of those that Spark keeps. */
  public List<Sample> samples(Set<Integer> ids) {
    return SampleRdd.withIds(samples, ids);
  }

  /** Frees the samples that Spark keeps for this alone. */
  @Override
  public void close() {
    own.ifPresent(KeptSamples::close);
  }
}
