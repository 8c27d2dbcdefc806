package org.convoy.train;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.feed.BatchFeed.BatchWriter;
import org.convoy.data.sampler.EpochOrder;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.nn.loss.Targets;
import org.convoy.nn.network.Network;
import org.convoy.nn.network.StepMetrics;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.schedule.LearningRateSchedule;
import org.convoy.replica.Loaders;
import org.convoy.run.ModelDescription;
import org.convoy.state.ModelState;
import org.convoy.train.round.Seeds;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * A training as a plain loop over epochs and batches with one counter of steps, without Spark,
 * rounds or checkpoints: what a training of one worker must equal.
 */
final class SingleMachine {
  private final ConvoyConfig config;
  private final Datasets datasets;
  private final ModelDescription model;

  SingleMachine(ConvoyConfig config, Datasets datasets) {
    this.config = config;
    this.datasets = datasets;
    this.model = Models.describe(config, datasets.train());
  }

  /**
   * The weights' hash at the end.
   *
   * @param schedule made anew for each epoch, of the validation losses of those before
   */
  String train(Function<List<Double>, LearningRateSchedule> schedule) {
    ComputationGraphConfiguration configuration =
        ModelZoo.configuration(model.architecture(), config.loss().toOutput());
    Optimizer optimizer = config.optimizer().toOptimizer(ParameterLayout.of(configuration));
    try (Network network = Network.create(configuration);
        OptimizerState state = OptimizerState.create(optimizer, network.layout())) {
      network.initialize(config.seed());
      List<Double> losses = new ArrayList<>();
      long step = 0;
      for (int epoch = 0; epoch < config.epochs(); epoch++) {
        LearningRateSchedule rates = schedule.apply(losses);
        BatchWriter writer = Loaders.training(config, model).atEpoch(epoch);
        for (List<Sample> batch : batches(epoch)) {
          Targets targets = write(network, batch, writer);
          network.trainStep(targets, optimizer, state, context(step, rates));
          step++;
        }

        losses.add(validationLoss(network));
      }

      return new ModelState(network.parameters(), new float[0]).weightsSha256();
    }
  }

  private StepContext context(long step, LearningRateSchedule rates) {
    return new StepContext(
        step, rates.learningRate(step), rates.momentum(step), Seeds.ofStep(config.seed(), step, 0));
  }

  private List<List<Sample>> batches(int epoch) {
    List<Sample> samples = samples((SquaresDataset) datasets.train());
    EpochPlan plan = new Timetable(config, samples.size()).epochSteps().atEpoch(epoch);
    EpochOrder order = plan.order();
    List<List<Sample>> batches = new ArrayList<>();
    for (int id : order.ids()) {
      if (order.position(id) % config.batchSize() == 0) {
        batches.add(new ArrayList<>());
      }

      batches.get(batches.size() - 1).add(samples.get(id));
    }

    return batches;
  }

  private static List<Sample> samples(SquaresDataset dataset) {
    List<Sample> samples = new ArrayList<>();
    try (SampleIterator all = dataset.read(new Configuration(false), 0, dataset.size())) {
      all.forEachRemaining(samples::add);
    }

    return samples;
  }

  private static Targets write(Network network, List<Sample> batch, BatchWriter writer) {
    FloatBuffer input = network.input(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      writer.write(batch.get(i), input, i);
    }

    return Targets.ofClasses(batch.stream().mapToInt(Sample::label).toArray());
  }

  private double validationLoss(Network network) {
    List<Sample> samples = samples((SquaresDataset) datasets.validation());
    StepMetrics metrics =
        network.evaluate(write(network, samples, Loaders.evaluation(config, model)));
    return metrics.loss();
  }
}
