package org.convoy.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.shape.Flatten;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** Small networks of each kind, and images for them. */
final class Networks {
  static final int SIDE = 6;
  static final int CLASSES = 3;

  private Networks() {}

  /** A learning rate that halves every 4 steps: it tells if a worker counts them wrongly. */
  static IUpdater adam() {
    return new Adam(new StepSchedule(ScheduleType.ITERATION, 0.02, 0.5, 4));
  }

  private static NeuralNetConfiguration.Builder builder(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(1).updater(updater).dataType(DataType.FLOAT);
  }

  /** Stock layers, with running statistics. */
  static ComputationGraph graph(IUpdater updater) {
    ComputationGraphConfiguration configuration =
        builder(updater)
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.convolutional(SIDE, SIDE, 1))
            .addLayer(
                "conv",
                new ConvolutionLayer.Builder(3, 3).nOut(3).activation(Activation.RELU).build(),
                "in")
            .addLayer("norm", new BatchNormalization.Builder().build(), "conv")
            .addLayer(
                "out",
                new OutputLayer.Builder().nOut(CLASSES).activation(Activation.SOFTMAX).build(),
                "norm")
            .setOutputs("out")
            .build();
    return initialized(configuration);
  }

  private static ComputationGraph initialized(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /** Convoy's layers. */
  static ComputationGraph convoy(IUpdater updater) {
    return initialized(
        builder(updater)
            .l2(1e-3)
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.convolutional(SIDE, SIDE, 1))
            .addLayer("conv", Conv2d.builder(4, 3).build(), "in")
            .addLayer("relu", new ReLU(), "conv")
            .addLayer("flatten", new Flatten(), "relu")
            .addLayer("linear", Linear.builder(CLASSES).build(), "flatten")
            .addLayer("loss", new CrossEntropyOutput(), "linear")
            .setOutputs("loss")
            .build());
  }

  /** Stock layers with dropout. */
  static MultiLayerNetwork layers(IUpdater updater, double keep) {
    MultiLayerConfiguration configuration =
        builder(updater)
            .list()
            .layer(new DenseLayer.Builder().nOut(8).activation(Activation.TANH).build())
            .layer(
                new OutputLayer.Builder()
                    .nOut(CLASSES)
                    .dropOut(keep)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.convolutional(SIDE, SIDE, 1))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** Examples one by one: a bright pixel tells the class. */
  static List<DataSet> examples(int count) {
    SplittableRandom random = new SplittableRandom(count);
    List<DataSet> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(CLASSES);
      float[] pixels = new float[SIDE * SIDE];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = (float) random.nextDouble();
      }

      pixels[label * SIDE] += 2;
      INDArray labels = Nd4j.zeros(DataType.FLOAT, 1, CLASSES);
      labels.putScalar(0, label, 1);
      examples.add(new DataSet(Nd4j.createFromArray(pixels).reshape(1, 1, SIDE, SIDE), labels));
    }

    return examples;
  }
}
