package org.convoy.nn.network;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.dl4j.LayerRuntime;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.NativeThreads;
import org.convoy.nn.loss.LossLayer;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.loss.Targets;
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
      ComputationGraph graph, NetworkOutputs outputs, List<Integer> inputShape, int classes) {
    this.graph = graph;
    this.logitsVertex = outputs.logits();
    this.lossLayer = (LossLayer) graph.getLayer(outputs.lossVertex());
    this.inputShape = inputShape;
    this.classes = classes;
  }

  @Override
  public FloatBuffer input(int batchSize) {
    if (inputs == null || inputs.size(0) < batchSize) {
      free();
      inputs = Nd4j.createUninitializedDetached(DataType.FLOAT, batchShape(batchSize));
      labels = Nd4j.createUninitializedDetached(DataType.FLOAT, batchSize * (long) classes);
    }

    return ArrayMemory.floats(firstRows(inputs, batchSize));
  }

  @Override
  public StepMetrics forwardBackward(Targets targets, long seed) {
    NativeThreads.useOne();
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof LayerRuntime<?> seeded) {
        seeded.useSeed(seed);
      }
    }

    graph.setInputs(firstRows(inputs, targets.examples()));
    graph.setLabels(labelsOf(targets));
    graph.computeGradientAndScore();
    return StepMetrics.of(targets, lossLayer.latest());
  }

  /** DL4J stops at the logits. */
  @Override
  public double[] logits(int batchSize) {
    NativeThreads.useOne();
    INDArray[] features = {firstRows(inputs, batchSize)};
    INDArray logits = graph.output(List.of(logitsVertex), false, features, null)[0];
    return ArrayMemory.copyAsDoubles(logits);
  }

  @Override
  public KernelChoice kernels() {
    return KernelChoice.of(Backend.ND4J);
  }

  /** As {@link LossOutput} takes them: one class an example, or a value for each output. */
  private INDArray labelsOf(Targets targets) {
    int columns = targets.areClasses() && classes > 1 ? 1 : classes;
    INDArray flat = firstRows(labels, targets.examples() * columns);
    FloatBuffer values = ArrayMemory.floats(flat);
    for (int i = 0; i < targets.examples() * columns; i++) {
      int example = i / columns;
      double value =
          columns < classes
              ? targets.classOf(example)
              : targets.value(example, i % columns, classes);
      values.put(i, (float) value);
    }

    return flat.reshape(targets.examples(), columns);
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
      inputs = null;
    }

    if (labels != null) {
      labels.close();
      labels = null;
    }
  }

  @Override
  public void close() {
    free();
  }
}
