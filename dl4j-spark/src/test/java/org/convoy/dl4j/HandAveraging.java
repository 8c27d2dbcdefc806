package org.convoy.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.Slot;
import org.convoy.nn.kernel.ArrayMemory;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Parameter averaging as plain loops over stock DL4J networks, one a worker: what a fit must equal.
 */
final class HandAveraging {
  private final List<DataSet> examples;
  private final List<ComputationGraph> workers = new ArrayList<>();
  private int iteration;

  /** Starts from this network. */
  HandAveraging(ComputationGraph start, List<DataSet> examples, int workers) {
    this.examples = examples;
    for (int worker = 0; worker < workers; worker++) {
      this.workers.add(start.clone());
    }
  }

  /** The first worker's, which after an epoch is that of all. */
  ComputationGraph network() {
    return workers.get(0);
  }

  void epoch(EpochPlan plan) {
    int[] ids = plan.order().ids();
    for (int round = 0; round < plan.rounds().count(); round++) {
      for (int worker = 0; worker < workers.size(); worker++) {
        train(plan, round, worker, ids);
      }

      iteration += plan.rounds().length(round);
      average(plan, round);
    }
  }

  private void train(EpochPlan plan, int round, int worker, int[] ids) {
    ComputationGraph network = workers.get(worker);
    network.getConfiguration().setEpochCount(plan.epoch());
    List<DataSet> batch = new ArrayList<>();
    int step = iteration;
    for (int offset = 0; offset < plan.samplesInRound(round, worker); offset++) {
      batch.add(examples.get(ids[plan.position(new Slot(round, worker, offset))]));
      if (batch.size() == plan.batchSize() || offset == plan.samplesInRound(round, worker) - 1) {
        network.getConfiguration().setIterationCount(step);
        network.fit(DataSet.merge(batch));
        batch.clear();
        step++;
      }
    }
  }

  private void average(EpochPlan plan, int round) {
    average(plan, round, workers.stream().map(ComputationGraph::params).toList());
    average(
        plan,
        round,
        workers.stream().map(network -> network.getUpdater(true).getStateViewArray()).toList());
  }

  private void average(EpochPlan plan, int round, List<INDArray> vectors) {
    double total =
        IntStream.range(0, vectors.size()).map(worker -> plan.samplesInRound(round, worker)).sum();
    double[] mean = new double[(int) vectors.get(0).length()];
    for (int worker = 0; worker < vectors.size(); worker++) {
      double share = plan.samplesInRound(round, worker) / total;
      for (int i = 0; i < mean.length; i++) {
        mean[i] += share * ArrayMemory.floats(vectors.get(worker)).get(i);
      }
    }

    for (INDArray vector : vectors) {
      for (int i = 0; i < mean.length; i++) {
        ArrayMemory.floats(vector).put(i, (float) mean[i]);
      }
    }
  }
}
