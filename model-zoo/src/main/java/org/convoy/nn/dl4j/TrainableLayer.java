package org.convoy.nn.dl4j;

import java.util.Map;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.Kernels;
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
public abstract class TrainableLayer<C extends TrainableConfiguration> extends BaseLayer<C>
    implements KernelLayer {
  private transient Kernels kernels = KernelBackend.automatic();

  protected TrainableLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** Writes the output of the layer's input. */
  protected abstract void forward(Kernels kernels, INDArray input, INDArray output);

  /** Writes the gradient by the input and, into their views, those by the parameters. */
  protected abstract void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient);

  /** Null if the layer has no parameter of this name. */
  protected final INDArray parameterOrNull(String name) {
    return paramTable().get(name);
  }

  /** Null if the layer has no parameter of this name. */
  protected final INDArray parameterGradient(String name) {
    return gradientViews().get(name);
  }

  /** DL4J gives a layer without parameters no views. */
  private Map<String, INDArray> gradientViews() {
    return gradientViews == null ? Map.of() : gradientViews;
  }

  @Override
  public final void useKernels(Kernels chosen) {
    kernels = chosen;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    INDArray output =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, BatchShape.of(input, layerConf().outputShape()), 'c');
    forward(kernels, ArrayMemory.dense(input), output);
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray inputGradient =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    backward(kernels, ArrayMemory.dense(input), ArrayMemory.dense(epsilon), inputGradient);
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
