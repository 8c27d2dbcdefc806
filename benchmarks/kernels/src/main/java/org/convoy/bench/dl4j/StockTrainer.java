package org.convoy.bench.dl4j;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.convoy.bench.BenchmarkCase;
import org.convoy.bench.Trainer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a network of stock DL4J layers with {@code ComputationGraph.fit}. */
final class StockTrainer implements Trainer {
  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  private final ComputationGraph graph;
  private final INDArray images;
  private final INDArray labels;

  StockTrainer(BenchmarkCase benchmarkCase, int batchSize) {
    this.graph = new ComputationGraph(StockNetworks.configuration(benchmarkCase));
    this.images =
        Nd4j.create(
            DataType.FLOAT,
            batchSize,
            benchmarkCase.channels(),
            benchmarkCase.height(),
            benchmarkCase.width());
    this.labels = Nd4j.create(DataType.FLOAT, batchSize, BenchmarkCase.CLASSES);
    graph.init();
  }

  @Override
  public String version() throws IOException {
    return "DL4J " + Loader.getVersion("org.deeplearning4j", "deeplearning4j-nn");
  }

  @Override
  public long parameterCount() {
    return graph.paramTable().entrySet().stream()
        .filter(StockTrainer::isTrained)
        .mapToLong(entry -> entry.getValue().length())
        .sum();
  }

  private static boolean isTrained(Map.Entry<String, INDArray> parameter) {
    String key = parameter.getKey();
    return RUNNING_STATISTICS.stream().noneMatch(name -> key.endsWith("_" + name));
  }

  @Override
  public double step(float[] batchImages, int[] batchLabels) {
    images.data().asNioFloat().put(batchImages);
    labels.assign(0);

    for (int i = 0; i < batchLabels.length; i++) {
      labels.putScalar(i, batchLabels[i], 1);
    }

    graph.fit(new INDArray[] {images}, new INDArray[] {labels});
    return graph.score();
  }
}
