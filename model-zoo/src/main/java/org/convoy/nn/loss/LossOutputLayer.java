package org.convoy.nn.loss;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import java.util.List;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerRuntime;
import org.convoy.nn.kernel.ArrayMemory;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Runtime of a {@link LossOutput}. */
final class LossOutputLayer extends LayerRuntime<LossOutput>
    implements IOutputLayer, LossLayer, Arithmetic {
  private INDArray labels;
  private LossValue latest;

  LossOutputLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType, null);
  }

  @Override
  public Arithmetic arithmetic() {
    return this;
  }

  @Override
  public LossValue latest() {
    return latest;
  }

  @Override
  public void forward(Pass pass, INDArray input, INDArray output) {
    double[] logits = ArrayMemory.copyAsDoubles(input.get(all(), interval(0, classes())));
    ArrayMemory.assign(output, layerConf().activations(logits, classes()));
  }

  /** The gradient of the loss; there is no gradient from above. */
  @Override
  public void backward(Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    latest = loss();
    ArrayMemory.assign(inputGradient, latest.gradient());
  }

  private LossValue loss() {
    if (input == null || labels == null) {
      throw new IllegalStateException(
          "Layer \"" + layerConf().getLayerName() + "\" needs input and labels before its loss");
    }

    Targets targets = targets();
    targets.check(classes(), layerConf().loss());
    return layerConf().loss().of(ArrayMemory.copyAsDoubles(input), targets);
  }

  private Targets targets() {
    double[] values = ArrayMemory.copyAsDoubles(labels.castTo(input.dataType()));
    if (labels.length() == input.size(0) && classes() > 1) {
      return Targets.ofClasses(Arrays.stream(values).mapToInt(value -> (int) value).toArray());
    }

    if (!Arrays.equals(labels.shape(), new long[] {input.size(0), classes()})) {
      throw new IllegalArgumentException(
          ("Labels must have the shape of the outputs, [examples, classes] = %s, or be one"
                  + " class an example, got %s")
              .formatted(
                  List.of(input.size(0), classes()),
                  labels.shapeInfoToString().replace('\n', ' ')));
    }

    return Targets.ofValues(values, classes());
  }

  private int classes() {
    return Math.toIntExact(input.size(1)) / (1 + layerConf().auxiliaryClassifiers());
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
    super.setInput(input, workspaceMgr);
    latest = null;
  }

  @Override
  public boolean needsLabels() {
    return true;
  }

  @Override
  public void setLabels(INDArray labels) {
    this.labels = labels;
    latest = null;
  }

  @Override
  public INDArray getLabels() {
    return labels;
  }

  /** The mean loss of the batch. */
  @Override
  public double computeScore(
      double fullNetworkRegScore, boolean training, LayerWorkspaceMgr workspaceMgr) {
    LossValue loss = training && latest != null ? latest : loss();
    score = loss.mean() + fullNetworkRegScore;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(
      double fullNetworkRegScore, LayerWorkspaceMgr workspaceMgr) {
    INDArray scores =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.size(0), 1);
    ArrayMemory.assign(scores, exampleLosses());
    return scores.addi(fullNetworkRegScore);
  }

  /** Each example's part of the mean loss times the number of examples. */
  private double[] exampleLosses() {
    LossValue loss = loss();
    double[] losses = loss.losses();
    double[] sums = new double[Math.toIntExact(input.size(0))];
    for (int i = 0; i < losses.length; i++) {
      sums[i / (losses.length / sums.length)] += losses[i] * (sums.length / loss.lossWeight());
    }

    return sums;
  }

  @Override
  public void clear() {
    super.clear();
    labels = null;
  }

  @Override
  @SuppressWarnings("deprecation") // DL4J's interface asks for it.
  public int numLabels() {
    return classes();
  }

  @Override
  public int[] predict(INDArray examples) {
    return Nd4j.argMax(examples, 1).toIntVector();
  }

  @Override
  public List<String> predict(DataSet dataSet) {
    throw fitsOnlyInGraph();
  }

  @Override
  public double f1Score(DataSet data) {
    throw fitsOnlyInGraph();
  }

  @Override
  public double f1Score(INDArray examples, INDArray labels) {
    throw fitsOnlyInGraph();
  }

  @Override
  public void fit(DataSetIterator iter) {
    throw fitsOnlyInGraph();
  }

  @Override
  public void fit(INDArray examples, INDArray labels) {
    throw fitsOnlyInGraph();
  }

  @Override
  public void fit(DataSet data) {
    throw fitsOnlyInGraph();
  }

  @Override
  public void fit(INDArray examples, int[] labels) {
    throw fitsOnlyInGraph();
  }

  private static UnsupportedOperationException fitsOnlyInGraph() {
    return new UnsupportedOperationException(
        "The output layer has no parameters of its own; call the method of the ComputationGraph");
  }
}
