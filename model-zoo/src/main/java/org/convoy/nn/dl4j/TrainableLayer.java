package org.convoy.nn.dl4j;

import java.util.Map;
import java.util.SplittableRandom;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.NativeThreads;
import org.convoy.nn.op.Shapes;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of a layer with parameters. */
final class TrainableLayer extends BaseLayer<TrainableConfiguration> implements Arithmetic.Pass {
  private final transient Arithmetic arithmetic;
  private boolean isTraining;

  TrainableLayer(NeuralNetConfiguration conf, DataType dataType, Arithmetic arithmetic) {
    super(conf, dataType);
    NativeThreads.useOne();
    this.arithmetic = arithmetic;
  }

  @Override
  public boolean isTraining() {
    return isTraining;
  }

  @Override
  public INDArray parameter(String name) {
    return paramTable().get(name);
  }

  @Override
  public INDArray gradient(String name) {
    return gradientViews().get(name);
  }

  /** DL4J gives a layer without parameters no views. */
  private Map<String, INDArray> gradientViews() {
    return gradientViews == null ? Map.of() : gradientViews;
  }

  @Override
  public SplittableRandom random() {
    throw new UnsupportedOperationException("Layers with parameters draw no random numbers");
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    isTraining = training;
    long[] shape = Shapes.batch(input.size(0), layerConf().outputShape());
    INDArray output = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    arithmetic.forward(this, ArrayMemory.dense(input), output);
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray inputGradient =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    arithmetic.backward(this, ArrayMemory.dense(input), ArrayMemory.dense(epsilon), inputGradient);
    Gradient gradients = new DefaultGradient(gradientsFlattened);
    gradientViews().forEach((name, view) -> gradients.setGradientFor(name, view, 'c'));
    return new Pair<>(gradients, inputGradient);
  }

  /** The gradient is already that of the mean over the batch. */
  @Override
  public boolean updaterDivideByMinibatch(String paramName) {
    return false;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
