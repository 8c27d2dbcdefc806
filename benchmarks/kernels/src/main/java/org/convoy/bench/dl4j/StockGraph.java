package org.convoy.bench.dl4j;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Puts DL4J's own layers one after the other. The methods that add a layer take the name of its
 * input and return the name of its output.
 */
final class StockGraph {
  static final String INPUT = "input";

  private final GraphBuilder graph;
  private final int classes;
  private int added;

  /**
   * Starts a graph.
   *
   * @param inputType shape of an image, NCHW
   * @param classes number of classes
   * @param learningRate learning rate of SGD
   * @param momentum momentum of SGD; in Nesterov's form, DL4J has no other
   * @param weightDecay factor of the L2 penalty
   */
  StockGraph(
      InputType inputType, int classes, double learningRate, double momentum, double weightDecay) {
    this.graph =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .weightInit(WeightInit.RELU)
            .activation(Activation.IDENTITY)
            .updater(new Nesterovs(learningRate, momentum))
            .l2(weightDecay)
            .graphBuilder()
            .addInputs(INPUT)
            .setInputTypes(inputType);
    this.classes = classes;
  }

  String convolution(String input, int outputs, int kernelSize, int stride, int padding) {
    return add(
        "conv",
        new ConvolutionLayer.Builder(kernelSize, kernelSize)
            .stride(stride, stride)
            .padding(padding, padding)
            .nOut(outputs)
            .hasBias(false)
            .build(),
        input);
  }

  String biasedConvolution(String input, int outputs, int kernelSize, int padding) {
    return add(
        "conv",
        new ConvolutionLayer.Builder(kernelSize, kernelSize)
            .padding(padding, padding)
            .nOut(outputs)
            .build(),
        input);
  }

  String batchNorm(String input) {
    return add("bn", new BatchNormalization.Builder().eps(1e-5).decay(0.9).build(), input);
  }

  String relu(String input) {
    return add("relu", new ActivationLayer(Activation.RELU), input);
  }

  String maxPool(String input, int kernelSize, int stride, int padding) {
    return add(
        "maxpool",
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(kernelSize, kernelSize)
            .stride(stride, stride)
            .padding(padding, padding)
            .build(),
        input);
  }

  String globalAveragePool(String input) {
    return add("avgpool", new GlobalPoolingLayer(PoolingType.AVG), input);
  }

  String linear(String input, int outputs) {
    return add("fc", new DenseLayer.Builder().nOut(outputs).build(), input);
  }

  String sum(String first, String second) {
    return add("add", new ElementWiseVertex(ElementWiseVertex.Op.Add), first, second);
  }

  String add(String kind, GraphVertex vertex, String... inputs) {
    String name = nextName(kind);
    graph.addVertex(name, vertex, inputs);
    return name;
  }

  /** Ends the graph with a linear layer and softmax cross-entropy. */
  ComputationGraphConfiguration build(String input) {
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(classes)
            .activation(Activation.SOFTMAX)
            .build();
    return graph.addLayer("output", output, input).setOutputs("output").build();
  }

  private String add(String kind, Layer layer, String input) {
    String name = nextName(kind);
    graph.addLayer(name, layer, input);
    return name;
  }

  private String nextName(String kind) {
    return kind + added++;
  }
}
