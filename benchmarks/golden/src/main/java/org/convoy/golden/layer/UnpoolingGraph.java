package org.convoy.golden.layer;

import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.Flatten;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A pooling and its unpooling, whose values come from a second input, by ND4J's operations. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record UnpoolingGraph(
    GoldenCase golden, MaxPool2d configuration, float[] image, Examples pooled, Examples values) {
  void compare(Comparison comparison) {
    ComputationGraph graph = graph();
    try {
      INDArray planes = Nd4j.createFromArray(image).reshape(pooled.batched());
      INDArray maxima =
          graph.getLayer("pool").activate(planes, true, LayerWorkspaceMgr.noWorkspaces());
      comparePooling(planes, maxima, comparison);
      unpool(graph.getVertex("unpool"), maxima, comparison);
    } finally {
      graph.close();
    }
  }

  private ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image", "values")
                .addLayer("pool", configuration, "image")
                .addVertex("unpool", SpatialLayers.maxUnpool2d(golden), "values", "pool")
                .addLayer("flatten", new Flatten(), "unpool")
                .addLayer("loss", new CrossEntropyOutput(), "flatten")
                .setOutputs("loss")
                .setInputTypes(
                    ConvoyConfiguration.typeOf(pooled.shape()),
                    ConvoyConfiguration.typeOf(values.shape()))
                .build());
    graph.init();
    return graph;
  }

  private void comparePooling(INDArray planes, INDArray maxima, Comparison comparison) {
    if (golden.has("pool_output")) {
      comparison.values("pool_output", ArrayMemory.copyAsDoubles(maxima), LayerCheck.TOLERANCE);
    }

    INDArray indices = Nd4j.createUninitialized(DataType.INT64, maxima.shape());
    MaxPool2d.findIndices(configuration.geometry(), planes, indices);
    comparison.values(
        "indices", indices.castTo(DataType.DOUBLE).reshape(indices.length()).toDoubleVector(), 0);
  }

  private void unpool(GraphVertex unpool, INDArray maxima, Comparison comparison) {
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    unpool.setInput(0, array("input", values.batched()), workspaces);
    unpool.setInput(1, maxima, workspaces);
    INDArray output = unpool.doForward(true, workspaces);
    comparison.shape("output", values.unbatched(output.shape()));
    comparison.values("output", ArrayMemory.copyAsDoubles(output), LayerCheck.TOLERANCE);
    if (golden.has("grad.output")) {
      unpool.setEpsilon(array("grad.output", output.shape()));
      INDArray gradient = unpool.doBackward(false, workspaces).getSecond()[0];
      comparison.values("grad.input", ArrayMemory.copyAsDoubles(gradient), LayerCheck.TOLERANCE);
    }
  }

  private INDArray array(String tensor, long... shape) {
    return Nd4j.createFromArray(golden.floats(tensor)).reshape(shape);
  }
}
