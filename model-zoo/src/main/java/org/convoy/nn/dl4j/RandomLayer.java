package org.convoy.nn.dl4j;

import java.util.SplittableRandom;
import org.convoy.nn.init.RandomStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runtime of a layer that draws random numbers in training. They are a pure function of the step's
 * seed and the layer's name, so the backward pass draws them again instead of keeping them. Without
 * a step's seed (DL4J's own fit) the seed comes from the configuration's seed and the iteration.
 */
public abstract class RandomLayer<C extends StatelessConfiguration> extends StatelessLayer<C>
    implements SeededLayer {
  private static final long ITERATION_STRIDE = 0x9e3779b97f4a7c15L;

  private Long stepSeed;
  private boolean latestWasTraining;

  protected RandomLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  protected final boolean latestWasTraining() {
    return latestWasTraining;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    latestWasTraining = training;
    return super.activate(training, workspaceMgr);
  }

  @Override
  public final void useSeed(long seed) {
    stepSeed = seed;
  }

  /** The stream of this step, from its start. */
  protected final SplittableRandom random() {
    return RandomStream.of(seed(), layerConf().getLayerName());
  }

  private long seed() {
    return stepSeed == null ? conf.getSeed() + ITERATION_STRIDE * getIterationCount() : stepSeed;
  }
}
