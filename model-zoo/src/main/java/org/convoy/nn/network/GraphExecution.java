package org.convoy.nn.network;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.NativeThreads;
import org.convoy.nn.layer.CrossEntropy;
import org.convoy.nn.layer.LossLayer;
import org.convoy.nn.layer.SeededLayer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs the passes through DL4J's own ComputationGraph, layer by layer. */
final class GraphExecution implements Execution {
  private final ComputationGraph graph;
  private final String logitsVertex;
  private final LossLayer lossLayer;
  private final List<Integer> inputShape;
  private final int classes;
  private INDArray inputs;
  private INDArray labels;

  GraphExecution(
      ComputationGraph graph, String outputVertex, List<Integer> inputShape, int classes) {
    this.graph = graph;
    this.logitsVertex = graph.getConfiguration().getVertexInputs().get(outputVertex).get(0);
    this.lossLayer = (LossLayer) graph.getLayer(outputVertex);
    this.inputShape = inputShape;
    this.classes = classes;
  }

  @Override
  public FloatBuffer input(int batchSize) {
    if (inputs == null || inputs.size(0) < batchSize) {
      free();
      inputs = Nd4j.createUninitializedDetached(DataType.FLOAT, batchShape(batchSize));
      labels = Nd4j.createUninitializedDetached(DataType.FLOAT, batchSize, classes);
    }

    return ArrayMemory.floats(firstRows(inputs, batchSize));
  }

  @Override
  public StepMetrics forwardBackward(int[] targets, long seed) {
    NativeThreads.useOne();
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof SeededLayer seeded) {
        seeded.useSeed(seed);
      }
    }

    graph.setInputs(firstRows(inputs, targets.length));
    graph.setLabels(oneHot(targets));
    graph.computeGradientAndScore();
    CrossEntropy loss = lossLayer.latest();
    return new StepMetrics(targets.length, loss.lossSum(), loss.correct());
  }

  @Override
  public double[] logits(int batchSize) {
    NativeThreads.useOne();
    INDArray[] features = {firstRows(inputs, batchSize)};
    INDArray logits = graph.output(List.of(logitsVertex), false, features, null)[0];
    return ArrayMemory.copyAsDoubles(logits);
  }

  private INDArray oneHot(int[] targets) {
    INDArray rows = firstRows(labels, targets.length);
    FloatBuffer values = ArrayMemory.floats(rows);
    for (int i = 0; i < targets.length * classes; i++) {
      values.put(i, targets[i / classes] == i % classes ? 1 : 0);
    }

    return rows;
  }

  private long[] batchShape(int batchSize) {
    long[] shape = new long[inputShape.size() + 1];
    shape[0] = batchSize;
    for (int i = 0; i < inputShape.size(); i++) {
      shape[i + 1] = inputShape.get(i);
    }

    return shape;
  }

  private static INDArray firstRows(INDArray array, int rows) {
    return array.size(0) == rows ? array : array.get(NDArrayIndex.interval(0, rows));
  }

  private void free() {
    if (inputs != null) {
      inputs.close();
      labels.close();
      inputs = null;
      labels = null;
    }
  }

  @Override
  public void close() {
    free();
  }
}
