package org.convoy.weights.dl4j;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.network.LayerNode;
import org.convoy.nn.op.Activation;
import org.convoy.nn.op.ByKind;
import org.convoy.nn.op.Convolution2d;
import org.convoy.nn.op.LocalResponse;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** DL4J's own layers that compute what Convoy's do in evaluation. */
record StockLayers(GraphBuilder graph) {
  private static final ByKind<LayerNode, Operation, Layer> LAYERS =
      new ByKind<LayerNode, Operation, Layer>()
          .on(Operation.Convolution.class, StockLayers::convolution)
          .on(Operation.Linear.class, StockLayers::linear)
          .on(Operation.BatchNormalization.class, StockLayers::batchNormalization)
          .on(Operation.ZeroPadShortcut.class, StockLayers::shortcut)
          .on(
              Operation.LocalResponseNormalization.class,
              (node, normalization) -> localResponse(node, normalization.response()))
          .on(
              Operation.MaxPool.class,
              (node, max) -> pool(node, PoolingType.MAX, max.geometry()).build())
          .on(Operation.AveragePool.class, (node, pool) -> averagePool(node, pool.geometry()))
          .on(Operation.AdaptiveAveragePool.class, (node, pool) -> adaptivePool(node))
          .on(Operation.Dropout.class, StockLayers::dropout)
          .on(Operation.ChannelDropout.class, StockLayers::channelDropout);

  private static final ByKind<LayerNode, Activation, IActivation> ACTIVATIONS =
      new ByKind<LayerNode, Activation, IActivation>()
          .on(Activation.Sigmoid.class, (node, sigmoid) -> new ActivationSigmoid())
          .on(Activation.Tanh.class, (node, tanh) -> new ActivationTanH())
          .on(Activation.ReLU6.class, (node, clip) -> new ActivationReLU6())
          .on(Activation.SiLU.class, (node, silu) -> new ActivationSwish())
          .on(
              Activation.LeakyReLU.class,
              (node, leaky) -> new ActivationLReLU(leaky.negativeSlope()))
          .on(Activation.ELU.class, (node, elu) -> new ActivationELU(elu.alpha()));

  /**
   * Adds a layer to the graph under its own name.
   *
   * @throws IllegalArgumentException if DL4J has no such layer; the message names it and says why
   */
  void add(LayerNode node) {
    Operation operation =
        node.layer().operation().orElseThrow(() -> unsupported(node, "it has no counterpart"));
    if (operation instanceof Operation.Add) {
      graph.addVertex(node.name(), new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs(node));
    } else if (operation instanceof Operation.Concat) {
      graph.addVertex(node.name(), new MergeVertex(), inputs(node));
    } else if (operation instanceof Operation.Flatten && node.layer().inputShape().size() > 1) {
      graph.addVertex(node.name(), flatten(node), inputs(node));
    } else {
      graph.addLayer(node.name(), layer(node, operation), inputs(node));
    }
  }

  private static String[] inputs(LayerNode node) {
    return node.inputs().toArray(String[]::new);
  }

  private static PreprocessorVertex flatten(LayerNode node) {
    List<Integer> shape = node.layer().inputShape();
    if (shape.size() != 3 || node.layer().outputShape().size() != 1) {
      throw unsupported(node, "only all of [channels, height, width] is joined there");
    }

    return new PreprocessorVertex(
        new CnnToFeedForwardPreProcessor(shape.get(1), shape.get(2), shape.get(0)));
  }

  private static Layer layer(LayerNode node, Operation operation) {
    return LAYERS
        .apply(node, operation)
        .orElseGet(() -> new ActivationLayer(activation(node, operation)));
  }

  private static Layer convolution(LayerNode node, Operation.Convolution operation) {
    if (!(operation.geometry() instanceof Convolution2d geometry)) {
      throw unsupported(node, "only convolutions in two dimensions are exported");
    }

    if (geometry.groups() != 1) {
      throw unsupported(node, "its convolutions have no groups, this one has " + geometry.groups());
    }

    if (geometry.hasSpecialPadding()) {
      throw unsupported(node, "its convolutions pad with zeros, as many on both sides");
    }

    return new ConvolutionLayer.Builder(geometry.kernel().height(), geometry.kernel().width())
        .stride(geometry.stride().height(), geometry.stride().width())
        .padding(geometry.padding().height(), geometry.padding().width())
        .dilation(geometry.dilation().height(), geometry.dilation().width())
        .convolutionMode(ConvolutionMode.Truncate)
        .nOut(node.layer().outputShape().get(0))
        .hasBias(operation.bias())
        .activation(new ActivationIdentity())
        .build();
  }

  private static Layer linear(LayerNode node, Operation.Linear operation) {
    if (node.layer().inputShape().size() != 1) {
      throw unsupported(node, "its dense layers take one row an example");
    }

    return new DenseLayer.Builder()
        .nOut(node.layer().outputShape().get(0))
        .hasBias(operation.bias())
        .activation(new ActivationIdentity())
        .build();
  }

  private static Layer batchNormalization(LayerNode node, Operation.BatchNormalization operation) {
    if (!operation.affine() || !operation.tracksStatistics() || operation.momentum().isEmpty()) {
      throw unsupported(node, "its batch norm has weight, bias, running statistics and a momentum");
    }

    return new BatchNormalization.Builder()
        .eps(operation.epsilon())
        .decay(1 - operation.momentum().getAsDouble())
        .useLogStd(false)
        .activation(new ActivationIdentity())
        .build();
  }

  /** A convolution of one pixel whose weights, never trained, pick and place channels. */
  private static Layer shortcut(LayerNode node, Operation.ZeroPadShortcut operation) {
    return new FrozenLayer.Builder()
        .layer(
            new ConvolutionLayer.Builder(1, 1)
                .stride(operation.stride(), operation.stride())
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(node.layer().outputShape().get(0))
                .hasBias(false)
                .activation(new ActivationIdentity())
                .build())
        .build();
  }

  /** DL4J multiplies the sum of squares, PyTorch their mean. */
  private static Layer localResponse(LayerNode node, LocalResponse response) {
    if (response.size() % 2 == 0) {
      throw unsupported(node, "its window has as many channels before as after");
    }

    return new LocalResponseNormalization.Builder(
            response.k(), response.size(), response.share(), response.beta())
        .build();
  }

  private static Layer averagePool(LayerNode node, Pooling2d geometry) {
    if (geometry.divisorOverride() != 0) {
      throw unsupported(node, "its pooling has no other divisor than the window");
    }

    return pool(node, PoolingType.AVG, geometry)
        .avgPoolIncludePadInDivisor(geometry.countIncludePadding())
        .build();
  }

  private static SubsamplingLayer.Builder pool(
      LayerNode node, PoolingType type, Pooling2d geometry) {
    if (geometry.dilation().area() != 1) {
      throw unsupported(node, "its pooling forgets the dilation in some cases");
    }

    Size2d input = size(node.layer().inputShape());
    Size2d covered = geometry.coveredSize(input);
    if (covered.height() != input.height() + 2 * geometry.padding().height()
        || covered.width() != input.width() + 2 * geometry.padding().width()) {
      throw unsupported(node, "its windows do not reach over the edge, as here in ceil mode");
    }

    return new SubsamplingLayer.Builder(type)
        .kernelSize(geometry.kernel().height(), geometry.kernel().width())
        .stride(geometry.stride().height(), geometry.stride().width())
        .padding(geometry.padding().height(), geometry.padding().width())
        .convolutionMode(ConvolutionMode.Truncate);
  }

  private static Layer adaptivePool(LayerNode node) {
    Size2d input = size(node.layer().inputShape());
    Size2d output = size(node.layer().outputShape());
    if (output.area() == 1) {
      return new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build();
    }

    if (output.equals(input)) {
      return new ActivationLayer(new ActivationIdentity());
    }

    if (input.height() % output.height() != 0 || input.width() % output.width() != 0) {
      throw unsupported(
          node,
          "its pooling has equal windows, which %d x %d pixels do not make of %d x %d"
              .formatted(output.height(), output.width(), input.height(), input.width()));
    }

    int height = input.height() / output.height();
    int width = input.width() / output.width();
    return new SubsamplingLayer.Builder(PoolingType.AVG)
        .kernelSize(height, width)
        .stride(height, width)
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }

  private static Layer dropout(LayerNode node, Operation.Dropout dropout) {
    return dropout.probability() == 0
        ? new ActivationLayer(new ActivationIdentity())
        : new DropoutLayer.Builder(retained(node, dropout.probability())).build();
  }

  private static Layer channelDropout(LayerNode node, Operation.ChannelDropout channels) {
    return new DropoutLayer.Builder(
            new SpatialDropout(retained(node, channels.dropout().probability())))
        .build();
  }

  /** DL4J's argument is what is kept. */
  private static double retained(LayerNode node, double probability) {
    if (probability == 1) {
      throw unsupported(node, "its dropout keeps something");
    }

    return 1 - probability;
  }

  private static IActivation activation(LayerNode node, Operation operation) {
    if (operation instanceof Operation.Rectifier) {
      return new ActivationReLU();
    }

    if (operation instanceof Operation.Flatten) {
      return new ActivationIdentity();
    }

    if (operation instanceof Operation.Softmax softmax
        && softmax.dimension() == 1
        && node.layer().inputShape().size() == 1) {
      return new ActivationSoftmax();
    }

    return Optional.of(operation)
        .filter(Operation.Elementwise.class::isInstance)
        .flatMap(function -> ACTIVATIONS.apply(node, ((Operation.Elementwise) function).function()))
        .orElseThrow(() -> unsupported(node, "it has no counterpart"));
  }

  private static Size2d size(List<Integer> shape) {
    return new Size2d(shape.get(1), shape.get(2));
  }

  private static IllegalArgumentException unsupported(LayerNode node, String reason) {
    return new IllegalArgumentException(
        "Layer \"%s\" (%s) cannot be exported to DL4J's own layers: %s"
            .formatted(node.name(), node.layer().typeName(), reason));
  }
}
