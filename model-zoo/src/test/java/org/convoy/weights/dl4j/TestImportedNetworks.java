package org.convoy.weights.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.convoy.nn.network.Network;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.WeightFormatException;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks that stock DL4J builds, trains for a step and saves. */
final class TestImportedNetworks {
  private static final int BATCH = 3;
  private static final int CLASSES = 5;

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(0.01))
        .l2(1e-4)
        .activation(Activation.IDENTITY);
  }

  private static OutputLayer classifier() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork layers(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = settings().list();
    Arrays.stream(layers).forEach(list::layer);
    return built(list.setInputType(input));
  }

  private static MultiLayerNetwork built(NeuralNetConfiguration.ListBuilder list) {
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static ConvolutionLayer.Builder convolution(int out, int... kernel) {
    return new ConvolutionLayer.Builder(kernel).nOut(out);
  }

  private static SubsamplingLayer.Builder pool(SubsamplingLayer.PoolingType type, int... sizes) {
    return new SubsamplingLayer.Builder(
        type, new int[] {sizes[0], sizes[0]}, new int[] {sizes[1], sizes[1]});
  }

  private static MultiLayerNetwork leNet(InputType input) {
    return layers(
        input,
        convolution(6, 5, 5).name("c1").activation(Activation.RELU).build(),
        pool(SubsamplingLayer.PoolingType.MAX, 2, 2).build(),
        convolution(8, 5, 5).dropOut(0.8).activation(Activation.TANH).build(),
        pool(SubsamplingLayer.PoolingType.AVG, 2, 2).build(),
        new DenseLayer.Builder().nOut(20).activation(Activation.SIGMOID).build(),
        new DropoutLayer.Builder(0.5).build(),
        classifier());
  }

  static byte[] savedLeNet() throws IOException {
    return saved(leNet(InputType.convolutionalFlat(28, 28, 1)));
  }

  @Test
  void leNet() throws IOException {
    MultiLayerNetwork network = leNet(InputType.convolutionalFlat(28, 28, 1));

    Safetensors read = assertSame(network, new long[] {BATCH, 1, 28, 28}, OptionalInt.empty());

    assertThat(read.tensors().keySet())
        .containsExactly(
            "c1.bias",
            "c1.weight",
            "layer2.bias",
            "layer2.weight",
            "layer4.weight",
            "layer4.bias",
            "layer6.weight",
            "layer6.bias");
  }

  @Test
  void theStateOfANetworkThatWasNotTrainedIsPassedOver() throws IOException {
    MultiLayerNetwork network =
        layers(
            InputType.convolutionalFlat(28, 28, 1),
            new DenseLayer.Builder().nOut(500).activation(Activation.RELU).build(),
            classifier());

    assertThat(read(saved(network), OptionalInt.empty()).tensor("layer0.weight").shape())
        .containsExactly(500, 784);
  }

  @Test
  void aSizeThatTheFileDoesNotSayIsAskedFor() throws IOException {
    MultiLayerNetwork network = leNet(InputType.convolutional(28, 28, 3));
    byte[] zip = saved(network);

    assertThatThrownBy(() -> read(zip, OptionalInt.empty()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage(
            "x.zip: entry configuration.json: does not say the size of the images, of which sides"
                + " from 28 to 31 fit; say it with convoy import --size");
    assertSame(network, new long[] {BATCH, 3, 28, 28}, OptionalInt.of(28));
    assertThatThrownBy(() -> read(zip, OptionalInt.of(32)))
        .hasMessage(
            "x.zip: entry configuration.json: layer \"layer4\", its CnnToFeedForwardPreProcessor: is for [8, 4, 4], but gets [8, 5, 5]");
  }

  @Test
  void theOnlySizeThatFitsIsTaken() throws IOException {
    assertSame(
        layers(InputType.convolutional(9, 9, 2), convolution(4, 3, 3).build(), classifier()),
        new long[] {BATCH, 2, 9, 9},
        OptionalInt.empty());
  }

  @Test
  void denseLayersAlone() throws IOException {
    MultiLayerNetwork network =
        layers(
            InputType.feedForward(64),
            new DenseLayer.Builder().nOut(10).hasBias(false).activation(Activation.RELU).build(),
            new DenseLayer.Builder().nOut(CLASSES).activation(Activation.IDENTITY).build(),
            new LossLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                .activation(Activation.SOFTMAX)
                .build());

    assertSame(network, new long[] {BATCH, 1, 8, 8}, OptionalInt.of(8));
  }

  /** Between a convolution and the classifier; all for images of 9 x 9. */
  static List<Layer> singleLayers() {
    return List.of(
        convolution(3, 3, 2)
            .stride(2, 1)
            .padding(1, 0)
            .convolutionMode(ConvolutionMode.Truncate)
            .build(),
        convolution(3, 2, 2).hasBias(false).convolutionMode(ConvolutionMode.Same).build(),
        convolution(3, 3, 3).stride(2, 2).convolutionMode(ConvolutionMode.Same).build(),
        convolution(3, 3, 3).dilation(2, 2).convolutionMode(ConvolutionMode.Same).build(),
        convolution(3, 3, 3).stride(2, 2).convolutionMode(ConvolutionMode.Strict).build(),
        new BatchNormalization.Builder().activation(Activation.RELU).build(),
        new BatchNormalization.Builder().useLogStd(false).eps(0.1).decay(0.5).build(),
        new BatchNormalization.Builder(true).build(),
        pool(SubsamplingLayer.PoolingType.MAX, 3, 2).convolutionMode(ConvolutionMode.Same).build(),
        pool(SubsamplingLayer.PoolingType.MAX, 4, 3).convolutionMode(ConvolutionMode.Same).build(),
        pool(SubsamplingLayer.PoolingType.MAX, 2, 2).convolutionMode(ConvolutionMode.Same).build(),
        pool(SubsamplingLayer.PoolingType.MAX, 3, 2).padding(1, 1).build(),
        pool(SubsamplingLayer.PoolingType.AVG, 3, 2).convolutionMode(ConvolutionMode.Same).build(),
        pool(SubsamplingLayer.PoolingType.AVG, 2, 2).convolutionMode(ConvolutionMode.Same).build(),
        pool(SubsamplingLayer.PoolingType.AVG, 4, 3).convolutionMode(ConvolutionMode.Same).build(),
        pool(SubsamplingLayer.PoolingType.AVG, 3, 2).padding(1, 1).build(),
        pool(SubsamplingLayer.PoolingType.AVG, 3, 2)
            .padding(1, 1)
            .avgPoolIncludePadInDivisor(true)
            .build(),
        new GlobalPoolingLayer.Builder(PoolingType.AVG).build(),
        new GlobalPoolingLayer.Builder(PoolingType.MAX).build(),
        new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build(),
        new LocalResponseNormalization.Builder(2, 3, 0.5, 0.6).build(),
        new DropoutLayer.Builder(new SpatialDropout(0.7)).build(),
        new FrozenLayer(convolution(3, 3, 3).activation(Activation.RELU).build()),
        new ActivationLayer(new ActivationLReLU(0.3)),
        new ActivationLayer(new ActivationReLU(null, null, 0.2)));
  }

  @ParameterizedTest
  @MethodSource("singleLayers")
  void singleLayer(Layer layer) throws IOException {
    MultiLayerNetwork network =
        layers(
            InputType.convolutionalFlat(9, 9, 2),
            convolution(4, 1, 1).activation(Activation.TANH).build(),
            layer,
            classifier());

    assertSame(network, new long[] {BATCH, 2, 9, 9}, OptionalInt.empty());
  }

  @ParameterizedTest
  @EnumSource(names = {"IDENTITY", "RELU", "RELU6", "LEAKYRELU", "ELU", "SIGMOID", "TANH", "SWISH"})
  void activationFunction(Activation function) throws IOException {
    MultiLayerNetwork network =
        layers(
            InputType.convolutionalFlat(6, 6, 1),
            convolution(4, 3, 3).activation(function).build(),
            new ActivationLayer(function),
            new DenseLayer.Builder().nOut(7).activation(function).build(),
            classifier());

    assertSame(network, new long[] {BATCH, 1, 6, 6}, OptionalInt.empty());
  }

  @Test
  void zerosAroundImagesBecomeTheConvolutionsPadding() throws IOException {
    MultiLayerNetwork network =
        layers(
            InputType.convolutionalFlat(9, 9, 2),
            new ZeroPaddingLayer.Builder(3, 3, 2, 2).build(),
            convolution(4, 5, 3).stride(2, 2).padding(1, 0).build(),
            classifier());

    assertSame(network, new long[] {BATCH, 2, 9, 9}, OptionalInt.empty());
  }

  private static ComputationGraphConfiguration.GraphBuilder graph() {
    return settings()
        .updater(new Nesterovs(0.1))
        .convolutionMode(ConvolutionMode.Same)
        .graphBuilder()
        .addInputs("in");
  }

  private static ComputationGraph built(
      ComputationGraphConfiguration.GraphBuilder builder, InputType input) {
    ComputationGraph graph = new ComputationGraph(builder.setInputTypes(input).build());
    graph.init();
    return graph;
  }

  private static ComputationGraph residual() {
    return built(
        graph()
            .addLayer("stem", convolution(8, 3, 3).hasBias(false).build(), "in")
            .addLayer("stem-bn", new BatchNormalization(), "stem")
            .addLayer("relu", new ActivationLayer(Activation.RELU), "stem-bn")
            .addLayer("a.conv1", convolution(8, 3, 3).build(), "relu")
            .addLayer("a.bn1", new BatchNormalization(), "a.conv1")
            .addLayer("a.relu", new ActivationLayer(Activation.RELU), "a.bn1")
            .addLayer("a.conv2", convolution(8, 3, 3).build(), "a.relu")
            .addVertex("a.add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a.conv2", "relu")
            .addLayer("a.out", new ActivationLayer(Activation.RELU), "a.add")
            .addLayer("b.conv1", convolution(12, 3, 3).stride(2, 2).build(), "a.out")
            .addLayer("b.conv2", convolution(12, 3, 3).build(), "b.conv1")
            .addLayer("b.short", convolution(12, 1, 1).stride(2, 2).build(), "a.out")
            .addVertex(
                "b.add", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b.short", "b.conv2")
            .addLayer("gap", new GlobalPoolingLayer(PoolingType.AVG), "b.add")
            .addLayer("fc", classifier(), "gap")
            .setOutputs("fc"),
        InputType.convolutional(15, 15, 3));
  }

  static byte[] savedGraph() throws IOException {
    return saved(residual());
  }

  @Test
  void residualGraph() throws IOException {
    Safetensors read = assertSame(residual(), new long[] {BATCH, 3, 15, 15}, OptionalInt.of(15));

    assertThat(read.tensors())
        .containsKeys("stem.weight", "a_add.a_conv1.weight", "b_add.b_short.weight", "fc.bias");
  }

  @Test
  void branchesWithinBranchesAndSumsOfThree() throws IOException {
    ComputationGraph network =
        built(
            graph()
                .addLayer("one", convolution(4, 1, 1).build(), "in")
                .addLayer("two", convolution(4, 3, 3).build(), "in")
                .addLayer("two-a", convolution(3, 1, 1).build(), "two")
                .addLayer("two-b", convolution(3, 3, 1).activation(Activation.TANH).build(), "two")
                .addVertex("inner", new MergeVertex(), "two-a", "two-b", "two")
                .addVertex("outer", new MergeVertex(), "one", "inner", "in")
                .addLayer("x", convolution(16, 1, 1).build(), "outer")
                .addLayer("y", convolution(16, 3, 3).build(), "outer")
                .addVertex(
                    "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "x", "y", "outer")
                .addLayer("fc", classifier(), "sum")
                .setOutputs("fc"),
            InputType.convolutional(7, 7, 2));

    assertSame(network, new long[] {BATCH, 2, 7, 7}, OptionalInt.empty());
  }

  private static void assertRefused(Model network, String message) throws IOException {
    byte[] zip = saved(network);
    assertThatThrownBy(() -> read(zip, OptionalInt.of(9)))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage("x.zip: entry configuration.json: " + message);
  }

  private static MultiLayerNetwork with(Layer layer) {
    return layers(InputType.convolutionalFlat(9, 9, 2), layer, classifier());
  }

  @Test
  void whatIsNotOnTheListIsRefusedByName() throws IOException {
    assertRefused(
        with(new Deconvolution2D.Builder(3, 3).nOut(2).build()),
        "layer \"layer0\" (Deconvolution2D): is not a layer that is read");
    assertRefused(
        with(new ActivationLayer(Activation.HARDTANH)),
        "layer \"layer0\" (ActivationLayer), activationFn: ActivationHardTanH is no activation"
            + " function that is read");
    assertRefused(
        with(convolution(2, 3, 3).activation(Activation.GELU).build()),
        "layer \"layer0\" (ConvolutionLayer), activationFn: ActivationGELU is no activation"
            + " function that is read");
    assertRefused(
        with(pool(SubsamplingLayer.PoolingType.PNORM, 3, 2).pnorm(2).build()),
        "layer \"layer0\" (SubsamplingLayer): pooling of type PNORM with these settings is not read");
    assertRefused(
        with(new GlobalPoolingLayer(PoolingType.SUM)),
        "layer \"layer0\" (GlobalPoolingLayer): pooling of type SUM is not read");
    assertRefused(
        with(new DropoutLayer.Builder(new GaussianDropout(0.5)).build()),
        "layer \"layer0\" (DropoutLayer), idropout: GaussianDropout is not read");
    assertRefused(
        layers(
            InputType.convolutionalFlat(9, 9, 2),
            new ZeroPaddingLayer.Builder(1, 1).build(),
            new BatchNormalization(),
            classifier()),
        "layer \"layer1\" (BatchNormalization): a ZeroPaddingLayer is read right before a"
            + " ConvolutionLayer only");
    assertRefused(
        with(pool(SubsamplingLayer.PoolingType.MAX, 2, 1).dilation(2, 2).build()),
        "layer \"layer0\" (SubsamplingLayer): with a dilation, which DL4J itself forgets in some"
            + " cases, is not read");
    assertRefused(
        with(new ZeroPaddingLayer.Builder(1, 2, 1, 2).build()),
        "layer \"layer0\" (ZeroPaddingLayer): top, bottom, left and right are [1, 2, 1, 2]; top and"
            + " bottom, left and right must be equal");
    assertRefused(
        with(convolution(2, 2, 2).stride(2, 2).convolutionMode(ConvolutionMode.Same).build()),
        "layer \"layer0\" (ConvolutionLayer): ConvolutionMode.Same with strides pads [2, 9, 9] more"
            + " at the end than at the beginning, which PyTorch's convolutions do not");
    assertRefused(
        layers(
            InputType.convolutionalFlat(9, 9, 2),
            new DenseLayer.Builder().nOut(3).hasLayerNorm(true).build(),
            classifier()),
        "layer \"layer0\" (DenseLayer): hasLayerNorm is not read");
    assertRefused(
        layers(
            InputType.convolutionalFlat(9, 9, 2),
            new OutputLayer.Builder(LossFunction.MSE)
                .nOut(2)
                .activation(Activation.SIGMOID)
                .build()),
        "the last layer, \"layer0\", does not end with a softmax, as networks that tell classes do");
  }

  private static void assertGraphRefused(
      Consumer<ComputationGraphConfiguration.GraphBuilder> vertices, String message)
      throws IOException {
    ComputationGraphConfiguration.GraphBuilder builder = graph();
    vertices.accept(builder);
    assertRefused(built(builder, InputType.convolutional(9, 9, 2)), message);
  }

  @Test
  void graphsThatAreNoNestedBranchesAreRefused() throws IOException {
    assertGraphRefused(
        builder ->
            builder
                .addLayer("a", convolution(2, 1, 1).build(), "in")
                .addLayer("b", convolution(2, 1, 1).build(), "a")
                .addVertex("c", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                .addVertex("d", new MergeVertex(), "c", "b")
                .addLayer("fc", classifier(), "d")
                .setOutputs("fc"),
        "the output of \"b\" goes other ways than branches within branches do");
    assertGraphRefused(
        builder ->
            builder
                .addVertex("half", new ScaleVertex(0.5), "in")
                .addLayer("fc", classifier(), "half")
                .setOutputs("fc"),
        "layer \"half\" (ScaleVertex): is not a layer that is read");
    assertGraphRefused(
        builder ->
            builder
                .addLayer("a", convolution(2, 1, 1).build(), "in")
                .addVertex("b", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "in")
                .addLayer("fc", classifier(), "b")
                .setOutputs("fc"),
        "vertex \"b\" (ElementWiseVertex): ElementWiseVertex.Op.Product is not read");
  }

  @Test
  void valuesOfOtherTypesAreRefused() throws IOException {
    MultiLayerNetwork network =
        built(
            settings()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(classifier())
                .setInputType(InputType.convolutionalFlat(9, 9, 2)));

    assertRefused(network, "the network: computes with DOUBLE, expected FLOAT");
  }

  private static byte[] saved(Model network) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    return bytes.toByteArray();
  }

  private static Safetensors read(byte[] zip, OptionalInt side) throws IOException {
    return Dl4jZip.read("x.zip", new ByteArrayInputStream(zip), zip.length, side);
  }

  /** After some steps, which leave nothing as it was initialized. */
  private static Safetensors assertSame(Model network, long[] shape, OptionalInt side)
      throws IOException {
    Nd4j.getRandom().setSeed(5);
    INDArray images = Nd4j.rand(DataType.FLOAT, shape);
    train(network, images);
    byte[] zip = saved(network);
    Safetensors read = read(zip, side);
    Architecture architecture = Architecture.fromJson(read.metadata().get(Dl4jZip.MODEL));
    try (Network convoy = Network.create(ModelZoo.configuration(architecture))) {
      convoy.setParameters(StateDict.flatten("x.zip", read.tensors(), convoy.layout()));
      convoy.input(BATCH).put(images.dup('c').data().asFloat());
      float[] expected = output(network, images).dup('c').data().asFloat();
      float[] found = TestDl4jZip.probabilities(convoy.logits(BATCH), CLASSES);
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).as("probability %d", i).isCloseTo(expected[i], within(1e-5f));
      }

      assertThat(Arrays.copyOf(expected, CLASSES))
          .as("the probabilities depend on the image")
          .isNotEqualTo(Arrays.copyOfRange(expected, CLASSES, 2 * CLASSES));
    }

    return read;
  }

  private static void train(Model network, INDArray images) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, i, 1);
    }

    for (int step = 0; step < 3; step++) {
      if (network instanceof MultiLayerNetwork layers) {
        layers.fit(input(layers, images), labels);
      } else {
        ((ComputationGraph) network).fit(new INDArray[] {images}, new INDArray[] {labels});
      }
    }
  }

  /** As rows, where the network begins with those. */
  private static INDArray input(MultiLayerNetwork network, INDArray images) {
    boolean rows =
        network.getLayerWiseConfigurations().getInputPreProcess(0) != null
            || network.getLayer(0).conf().getLayer() instanceof DenseLayer;
    return rows ? images.reshape('c', BATCH, images.length() / BATCH) : images;
  }

  private static INDArray output(Model network, INDArray images) {
    return network instanceof MultiLayerNetwork layers
        ? layers.output(input(layers, images))
        : ((ComputationGraph) network).outputSingle(images);
  }
}
