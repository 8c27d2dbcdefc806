package org.convoy.nn.layer;

import java.util.List;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Runtime of {@link CrossEntropyOutput}. */
final class CrossEntropyOutputLayer extends StatelessLayer<CrossEntropyOutput>
    implements IOutputLayer, LossLayer {
  private INDArray labels;
  private CrossEntropy latest;
  private double score;

  CrossEntropyOutputLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public CrossEntropy latest() {
    return latest;
  }

  /** Class probabilities. */
  @Override
  void forward(Kernels kernels, INDArray input, INDArray output) {
    double[] logits = ArrayMemory.copyAsDoubles(input);
    double[] probabilities = new double[logits.length];
    int classes = classes();
    for (int row = 0; row < logits.length; row += classes) {
      CrossEntropy.softmax(logits, row, classes, probabilities);
    }

    ArrayMemory.assign(output, probabilities);
  }

  /** The gradient of the loss; there is no gradient from above. */
  @Override
  void backward(Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    latest = loss();
    ArrayMemory.assign(inputGradient, latest.gradient());
  }

  private CrossEntropy loss() {
    if (input == null || labels == null) {
      throw new IllegalStateException(
          "Layer \"" + layerConf().getLayerName() + "\" needs input and labels before its loss");
    }

    if (!labels.equalShapes(input)) {
      throw new IllegalArgumentException(
          "Labels must have the shape of the logits, [examples, classes] = "
              + List.of(input.size(0), input.size(1))
              + ", got "
              + labels.shapeInfoToString().replace('\n', ' '));
    }

    return CrossEntropy.of(
        ArrayMemory.copyAsDoubles(input),
        ArrayMemory.copyAsDoubles(labels.castTo(input.dataType())),
        classes(),
        layerConf().labelSmoothing());
  }

  private int classes() {
    return Math.toIntExact(input.size(1));
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
    CrossEntropy loss = training && latest != null ? latest : loss();
    score = loss.lossSum() / input.size(0) + fullNetworkRegScore;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(
      double fullNetworkRegScore, LayerWorkspaceMgr workspaceMgr) {
    INDArray scores =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.size(0), 1);
    ArrayMemory.assign(scores, loss().losses());
    return scores.addi(fullNetworkRegScore);
  }

  @Override
  public double score() {
    return score;
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
