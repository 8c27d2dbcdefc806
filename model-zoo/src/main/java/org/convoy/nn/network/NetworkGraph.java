package org.convoy.nn.network;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph with its flat vectors. On a CPU its gradients take no physical memory before something is
 * written there: a replica that only evaluates never needs them, and ND4J writes zeros.
 */
final class NetworkGraph extends ComputationGraph implements AutoCloseable {
  private static final long serialVersionUID = 1;

  private transient FloatPointer gradientMemory;

  /**
   * Allocates them.
   *
   * @throws OutOfMemoryError if there is no memory for both; then neither is kept
   */
  NetworkGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
    init();
    try {
      allocateGradients();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void allocateGradients() {
    long count = numParams();
    if (count == 0 || !Nd4j.getEnvironment().isCPU()) {
      initGradientsView();
      return;
    }

    gradientMemory = new FloatPointer(count);
    flattenedGradients =
        Nd4j.create(Nd4j.createBuffer(gradientMemory, count, DataType.FLOAT), 1, count);
    setBackpropGradientsViewArray(flattenedGradients);
  }

  @Override
  public void close() {
    if (gradientMemory != null) {
      gradientMemory.close();
    } else if (flattenedGradients != null) {
      close(flattenedGradients);
    }

    close(params());
  }

  private static void close(INDArray array) {
    if (!array.wasClosed() && array.closeable()) {
      array.close();
    }
  }
}
