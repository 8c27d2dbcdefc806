package org.convoy.nn.dl4j;

import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of a layer without parameters. */
public abstract class StatelessLayer<C extends StatelessConfiguration> extends AbstractLayer<C>
    implements KernelLayer {
  private transient Kernels kernels = KernelBackend.automatic();

  protected StatelessLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** Writes the output of this input. */
  protected abstract void forward(Kernels kernels, INDArray input, INDArray output);

  /** Writes the gradient by the input; only the output layer gets no gradient from above (null). */
  protected abstract void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient);

  protected final Kernels kernels() {
    return kernels;
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
    INDArray outputGradient = epsilon == null ? null : ArrayMemory.dense(epsilon);
    backward(kernels, ArrayMemory.dense(input), outputGradient, inputGradient);
    return new Pair<>(new DefaultGradient(), inputGradient);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {
    // No parameters, no noise.
  }
}
