package org.convoy.nn.dl4j;

import java.util.Map;
import java.util.SplittableRandom;
import org.convoy.nn.init.RandomStream;
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

/**
 * Runtime of a layer. Its random numbers are a pure function of the step's seed and the layer's
 * name; without a step's seed (DL4J's own fit) the seed comes from the configuration's seed and the
 * iteration.
 */
public class LayerRuntime<C extends LayerConfiguration> extends BaseLayer<C>
    implements Arithmetic.Pass {
  private static final long ITERATION_STRIDE = 0x9e3779b97f4a7c15L;

  private final transient Arithmetic arithmetic;
  private Long stepSeed;
  private boolean isTraining;

  /** A runtime that computes by this arithmetic. */
  public LayerRuntime(NeuralNetConfiguration conf, DataType dataType, Arithmetic arithmetic) {
    super(conf, dataType);
    NativeThreads.useOne();
    this.arithmetic = arithmetic;
  }

  /** What the layer computes with. */
  public Arithmetic arithmetic() {
    return arithmetic;
  }

  /** Draws from this seed, mixed with the layer's name, until another is given. */
  public final void useSeed(long seed) {
    stepSeed = seed;
  }

  @Override
  public final boolean isTraining() {
    return isTraining;
  }

  @Override
  public final INDArray parameter(String name) {
    return paramTable().get(name);
  }

  @Override
  public final INDArray gradient(String name) {
    return gradientViews().get(name);
  }

  /** DL4J gives a layer without parameters no views. */
  private Map<String, INDArray> gradientViews() {
    return gradientViews == null ? Map.of() : gradientViews;
  }

  @Override
  public final SplittableRandom random() {
    long seed =
        stepSeed == null ? conf.getSeed() + ITERATION_STRIDE * getIterationCount() : stepSeed;
    return RandomStream.of(seed, layerConf().getLayerName());
  }

  @Override
  public final INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    isTraining = training;
    long[] shape = Shapes.batch(input.size(0), layerConf().outputShape());
    INDArray output = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    arithmetic().forward(this, ArrayMemory.dense(input), output);
    return output;
  }

  @Override
  public final Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray inputGradient =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    INDArray outputGradient = epsilon == null ? null : ArrayMemory.dense(epsilon);
    arithmetic().backward(this, ArrayMemory.dense(input), outputGradient, inputGradient);
    Gradient gradients = new DefaultGradient(gradientsFlattened);
    gradientViews().forEach((name, view) -> gradients.setGradientFor(name, view, 'c'));
    return new Pair<>(gradients, inputGradient);
  }

  /** The gradient is already that of the mean over the batch. */
  @Override
  public final boolean updaterDivideByMinibatch(String paramName) {
    return false;
  }

  @Override
  public final boolean isPretrainLayer() {
    return false;
  }
}
