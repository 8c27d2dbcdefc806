package org.convoy.nn.layer;

import java.util.SplittableRandom;
import org.convoy.nn.init.RandomStream;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runtime of {@link Dropout}. The mask is a pure function of the step's seed and the layer's name,
 * so the backward pass draws it again instead of keeping it. Without a step's seed (DL4J's own fit)
 * the seed comes from the configuration's seed and the iteration.
 */
final class DropoutLayer extends StatelessLayer<Dropout> implements SeededLayer {
  private static final long ITERATION_STRIDE = 0x9e3779b97f4a7c15L;

  private Long stepSeed;

  DropoutLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public void useSeed(long seed) {
    stepSeed = seed;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    return training
        ? super.activate(true, workspaceMgr)
        : workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, input);
  }

  @Override
  void forward(Kernels kernels, INDArray input, INDArray output) {
    applyMask(input, output);
  }

  @Override
  void backward(Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    applyMask(outputGradient, inputGradient);
  }

  private void applyMask(INDArray from, INDArray to) {
    SplittableRandom random = RandomStream.of(seed(), layerConf().getLayerName());
    double probability = layerConf().probability();
    double scale = 1 / (1 - probability);
    double[] values = ArrayMemory.copyAsDoubles(from);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble() < probability ? 0 : values[i] * scale;
    }

    ArrayMemory.assign(to, values);
  }

  private long seed() {
    return stepSeed == null ? conf.getSeed() + ITERATION_STRIDE * getIterationCount() : stepSeed;
  }
}
