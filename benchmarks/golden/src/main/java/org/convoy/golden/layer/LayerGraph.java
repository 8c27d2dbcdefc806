package org.convoy.golden.layer;

import java.util.Map;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.Flatten;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A layer in a DL4J graph, run by ND4J's operations. */
record LayerGraph(
    GoldenCase golden, org.deeplearning4j.nn.conf.layers.Layer configuration, Examples examples) {
  private static final String NUM_BATCHES_TRACKED = "buffer_after.num_batches_tracked";

  void compare(Comparison comparison) {
    ComputationGraph graph = graph();
    try {
      Layer layer = graph.getLayer("layer");
      layer.paramTable().forEach(this::assign);
      forward(layer, comparison);
      if (golden.has("grad.output")) {
        backward(layer, comparison);
      }

      compareStatistics(layer, comparison);
    } finally {
      graph.close();
    }
  }

  private ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .addLayer("layer", configuration, "input")
                .addLayer("flatten", new Flatten(), "layer")
                .addLayer("loss", new CrossEntropyOutput(), "flatten")
                .setOutputs("loss")
                .setInputTypes(ConvoyConfiguration.typeOf(examples.shape()))
                .build());
    graph.init();
    graph.initGradientsView();
    return graph;
  }

  private Iterable<ParameterSpecification> specifications() {
    return ((ConvoyConfiguration) configuration).parameterSpecifications();
  }

  private void assign(String name, INDArray array) {
    for (ParameterSpecification specification : specifications()) {
      if (specification.name().equals(name)) {
        ArrayMemory.assign(array, golden.doubles(LayerCheck.valueName(specification)));
      }
    }
  }

  private void forward(Layer layer, Comparison comparison) {
    INDArray input = array("input", examples.batched());
    INDArray output =
        layer.activate(input, LayerCheck.isTraining(golden), LayerWorkspaceMgr.noWorkspaces());
    comparison.shape("output", examples.unbatched(output.shape()));
    comparison.values("output", ArrayMemory.copyAsDoubles(output), LayerCheck.TOLERANCE);
    if (configuration instanceof MaxPool2d pool && golden.has("indices")) {
      INDArray indices = Nd4j.createUninitialized(DataType.INT64, output.shape());
      MaxPool2d.findIndices(pool.geometry(), input, indices);
      double[] values = indices.castTo(DataType.DOUBLE).reshape(indices.length()).toDoubleVector();
      comparison.values("indices", values, 0);
    }
  }

  private void backward(Layer layer, Comparison comparison) {
    Examples outputs = examples.with(((ConvoyConfiguration) configuration).outputShape());
    var gradients =
        layer.backpropGradient(
            array("grad.output", outputs.batched()), LayerWorkspaceMgr.noWorkspaces());
    comparison.values(
        "grad.input", ArrayMemory.copyAsDoubles(gradients.getSecond()), LayerCheck.TOLERANCE);
    Map<String, INDArray> parameters = gradients.getFirst().gradientForVariable();
    for (ParameterSpecification specification : specifications()) {
      double[] gradient = ArrayMemory.copyAsDoubles(parameters.get(specification.name()));
      if (specification.role().isTrainable()) {
        comparison.values(LayerCheck.gradientName(specification), gradient, LayerCheck.TOLERANCE);
      } else if (!isZero(gradient)) {
        comparison.wrong("the gradient of " + specification.name() + " is not zero");
      }
    }
  }

  private void compareStatistics(Layer layer, Comparison comparison) {
    if (golden.has(NUM_BATCHES_TRACKED)) {
      // A network keeps this count only where momentum=None needs it.
      comparison.countAsCompared(NUM_BATCHES_TRACKED);
    }

    for (ParameterSpecification specification : specifications()) {
      String name = LayerCheck.valueAfterName(specification);
      if (!specification.role().isTrainable() && golden.has(name)) {
        INDArray value = layer.paramTable().get(specification.name());
        comparison.values(name, ArrayMemory.copyAsDoubles(value), LayerCheck.TOLERANCE);
      }
    }
  }

  private INDArray array(String tensor, long... shape) {
    return Nd4j.createFromArray(golden.floats(tensor)).reshape(shape);
  }

  private static boolean isZero(double[] values) {
    for (double value : values) {
      if (value != 0) {
        return false;
      }
    }

    return true;
  }
}
