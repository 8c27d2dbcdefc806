package org.convoy.nn.dl4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.op.Convolution2d;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.Flatten;
import org.convoy.nn.shape.ZeroPadShortcut;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The same network built from DL4J's own layers, with the same parameters. */
final class StockTwin {
  private static final Map<String, String> STOCK_NAMES =
      Map.of(
          "Conv2d.weight", "W",
          "Conv2d.bias", "b",
          "Linear.weight", "W",
          "Linear.bias", "b",
          "BatchNorm2d.weight", "gamma",
          "BatchNorm2d.bias", "beta",
          "BatchNorm2d.running_mean", "mean",
          "BatchNorm2d.running_var", "var");

  private final ComputationGraph original;
  private final ComputationGraph graph;

  StockTwin(ComputationGraph original, DataType type) {
    this.original = original;
    this.graph = new ComputationGraph(translate(original.getConfiguration(), type));
    graph.init();
    graph.initGradientsView();
    for (Layer layer : original.getLayers()) {
      copyParameters(layer);
    }
  }

  ComputationGraph graph() {
    return graph;
  }

  /** The stock graph's gradients in PyTorch's names and layouts, of the loss's mean. */
  Map<String, INDArray> gradients(int batch) {
    Map<String, INDArray> gradients = new HashMap<>();
    for (Layer layer : original.getLayers()) {
      ConvoyConfiguration ours = (ConvoyConfiguration) layer.conf().getLayer();
      for (ParameterSpecification tensor : ours.parameterSpecifications()) {
        String vertex = layer.conf().getLayer().getLayerName();
        if (tensor.role().isTrainable()) {
          INDArray stock = graph.gradient().getGradientFor(vertex + "_" + stockName(ours, tensor));
          gradients.put(vertex + "." + tensor.name(), toPyTorch(ours, tensor, stock).div(batch));
        }
      }
    }

    return gradients;
  }

  private void copyParameters(Layer layer) {
    String vertex = layer.conf().getLayer().getLayerName();
    ConvoyConfiguration ours = (ConvoyConfiguration) layer.conf().getLayer();
    for (ParameterSpecification tensor : ours.parameterSpecifications()) {
      INDArray target = graph.getLayer(vertex).getParam(stockName(ours, tensor));
      INDArray view = isLinearWeight(ours, tensor) ? target.transpose() : target;
      INDArray source = layer.getParam(tensor.name());
      view.assign(source.reshape('c', view.shape()));
    }

    if (ours instanceof ZeroPadShortcut shortcut) {
      INDArray weight = graph.getLayer(vertex).getParam("W");
      weight.assign(0);
      for (int channel = 0; channel < shortcut.inputShape().get(0); channel++) {
        weight.putScalar(new int[] {shortcut.channelsBefore() + channel, channel, 0, 0}, 1);
      }
    }
  }

  private static INDArray toPyTorch(
      ConvoyConfiguration ours, ParameterSpecification tensor, INDArray stock) {
    INDArray turned = isLinearWeight(ours, tensor) ? stock.transpose() : stock;
    return turned.dup('c').reshape('c', tensor.dimensions());
  }

  private static boolean isLinearWeight(ConvoyConfiguration ours, ParameterSpecification tensor) {
    return ours instanceof Linear && tensor.role() == Role.WEIGHT;
  }

  private static String stockName(ConvoyConfiguration ours, ParameterSpecification tensor) {
    return STOCK_NAMES.get(ours.typeName() + "." + tensor.name());
  }

  private static ComputationGraphConfiguration translate(
      ComputationGraphConfiguration original, DataType type) {
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder().dataType(type).graphBuilder();
    String input = original.getNetworkInputs().get(0);
    builder.addInputs(input);
    for (Map.Entry<String, GraphVertex> vertex : original.getVertices().entrySet()) {
      List<String> inputs = original.getVertexInputs().get(vertex.getKey());
      if (vertex.getValue() instanceof LayerVertex layer) {
        builder.addLayer(
            vertex.getKey(), translate(layer.getLayerConf().getLayer()), inputs.get(0));
      } else {
        builder.addVertex(
            vertex.getKey(),
            new ElementWiseVertex(ElementWiseVertex.Op.Add),
            inputs.toArray(new String[0]));
      }
    }

    String first = original.getVertices().keySet().iterator().next();
    LayerVertex firstVertex = (LayerVertex) original.getVertices().get(first);
    ConvoyConfiguration firstLayer = (ConvoyConfiguration) firstVertex.getLayerConf().getLayer();
    return builder
        .setOutputs(original.getNetworkOutputs().get(0))
        .setInputTypes(ConvoyConfiguration.typeOf(firstLayer.inputShape()))
        .build();
  }

  private static org.deeplearning4j.nn.conf.layers.Layer translate(
      org.deeplearning4j.nn.conf.layers.Layer layer) {
    if (layer instanceof Conv2d conv) {
      return translate(conv);
    }

    if (layer instanceof ZeroPadShortcut shortcut) {
      return new ConvolutionLayer.Builder(1, 1)
          .stride(shortcut.stride(), shortcut.stride())
          .nOut(shortcut.outputShape().get(0))
          .hasBias(false)
          .activation(Activation.IDENTITY)
          .build();
    }

    if (layer instanceof BatchNorm2d norm) {
      return new BatchNormalization.Builder()
          .eps(norm.eps())
          .decay(1 - norm.momentum().orElseThrow())
          .useLogStd(false)
          .build();
    }

    if (layer instanceof MaxPool2d pool) {
      return translate(pool.geometry());
    }

    if (layer instanceof AdaptiveAvgPool2d pool && pool.outputSize().area() == 1) {
      return new GlobalPoolingLayer(PoolingType.AVG);
    }

    if (layer instanceof Linear linear) {
      return new DenseLayer.Builder()
          .nOut(linear.outputShape().get(0))
          .hasBias(linear.hasBias())
          .activation(Activation.IDENTITY)
          .build();
    }

    if (layer instanceof CrossEntropyOutput) {
      return new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build();
    }

    if (layer instanceof ReLU || layer instanceof Flatten) {
      // DL4J flattens by itself, where a dense layer follows.
      return new ActivationLayer(layer instanceof ReLU ? Activation.RELU : Activation.IDENTITY);
    }

    throw new IllegalArgumentException("No stock layer for " + layer);
  }

  private static ConvolutionLayer translate(Conv2d conv) {
    Convolution2d geometry = conv.geometry();
    return new ConvolutionLayer.Builder(geometry.kernel().height(), geometry.kernel().width())
        .stride(geometry.stride().height(), geometry.stride().width())
        .padding(geometry.padding().height(), geometry.padding().width())
        .nOut(conv.outputShape().get(0))
        .hasBias(conv.hasBias())
        .activation(Activation.IDENTITY)
        .build();
  }

  private static SubsamplingLayer translate(Pooling2d geometry) {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(geometry.kernel().height(), geometry.kernel().width())
        .stride(geometry.stride().height(), geometry.stride().width())
        .padding(geometry.padding().height(), geometry.padding().width())
        .build();
  }
}
