package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import org.bytedeco.javacpp.Pointer;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.activation.Tanh;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.dropout.Dropout;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.Concat;
import org.convoy.nn.shape.Flatten;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TestNetwork {
  private static final Architecture LENET5 = new Architecture("lenet5", 10, 1, 28, 28);

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void freshAndReusedNetworksGiveTheSameBytesOnAnyThread(Backend backend) throws Exception {
    try (Network reused = Network.create(ModelZoo.configuration(LENET5), KernelChoice.of(backend));
        Network fresh = Network.create(ModelZoo.configuration(LENET5), KernelChoice.of(backend))) {
      train(reused, 5, 3, 32);
      float[] again = train(reused, 7, 4, 20);
      assertThat(train(fresh, 7, 4, 20)).isEqualTo(again);

      FutureTask<float[]> elsewhere = new FutureTask<>(() -> train(reused, 7, 4, 20));
      Thread thread = new Thread(elsewhere);
      thread.start();
      assertThat(elsewhere.get()).isEqualTo(again);
    }
  }

  @Test
  void leavesNoMemoryWhereItCannotBeMade() {
    ComputationGraphConfiguration configuration = ModelZoo.configuration(LENET5);
    long before = Pointer.totalBytes();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(
              () -> Network.create(configuration, KernelChoice.automatic(), List.of("conv9.*")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("conv9.*");
    }

    assertThat(Pointer.totalBytes()).isLessThan(before + (1 << 20));
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void dropoutDependsOnTheStepsSeedOnly(Backend backend) {
    try (Network network = Network.create(withDropout(DataType.FLOAT), KernelChoice.of(backend))) {
      network.initialize(1);
      float[] first = gradients(network, 5);
      assertThat(gradients(network, 6)).isNotEqualTo(first);
      assertThat(gradients(network, 5)).isEqualTo(first);
      float[] logits = network.logits(4);
      assertThat(network.logits(4)).isEqualTo(logits);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void learns(Backend backend) {
    try (Network network =
        Network.create(ModelZoo.configuration(LENET5), KernelChoice.of(backend))) {
      network.initialize(3);
      Sgd sgd = Sgd.of(0.9, 5e-4);
      try (OptimizerState state = OptimizerState.create(sgd, network.layout())) {
        int[] labels = fill(network, 16, 1);
        double before = network.evaluate(labels).lossSum();
        for (int step = 0; step < 60; step++) {
          network.trainStep(labels, sgd, state, new StepContext(step, 0.05, step));
        }

        StepMetrics after = network.evaluate(labels);
        assertThat(after.lossSum()).isLessThan(before / 2);
        assertThat(after.examples()).isEqualTo(16);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void lossAndAccuracyAreThoseOfTheLogits(Backend backend) {
    try (Network network =
        Network.create(ModelZoo.configuration(LENET5), KernelChoice.of(backend))) {
      network.initialize(3);
      int[] labels = fill(network, 3, 1);
      float[] logits = network.logits(3);
      double lossSum = 0;
      int correct = 0;
      for (int example = 0; example < 3; example++) {
        double sum = 0;
        int best = 0;
        for (int i = 0; i < 10; i++) {
          sum += Math.exp(logits[example * 10 + i]);
          best = logits[example * 10 + i] > logits[example * 10 + best] ? i : best;
        }

        lossSum += Math.log(sum) - logits[example * 10 + labels[example]];
        correct += best == labels[example] ? 1 : 0;
      }

      assertThat(network.evaluate(labels).lossSum()).isCloseTo(lossSum, within(1e-5));
      assertThat(network.evaluate(labels).correct()).isEqualTo(correct);
      assertThat(network.computeGradients(labels, 0).lossSum()).isCloseTo(lossSum, within(1e-5));
    }
  }

  @Test
  void graphFitGivesTheSameParametersAsTrainStep() {
    ComputationGraphConfiguration configuration = ModelZoo.configuration(LENET5);
    ComputationGraph graph = new ComputationGraph(configuration.clone());
    try (Network network = Network.create(configuration)) {
      network.initialize(3);
      graph.init();
      graph.setParams(Nd4j.createFromArray(network.parameters()));
      INDArray input = Nd4j.rand(DataType.FLOAT, 8, 1, 28, 28);
      network.input(8).put(input.dup('c').reshape(input.length()).toFloatVector());
      int[] labels = {0, 1, 2, 3, 4, 5, 6, 7};
      INDArray oneHot = Nd4j.zeros(DataType.FLOAT, 8, 10);
      for (int i = 0; i < labels.length; i++) {
        oneHot.putScalar(i, labels[i], 1);
      }

      try (OptimizerState state = OptimizerState.create(Sgd.plain(), network.layout())) {
        network.trainStep(labels, Sgd.plain(), state, new StepContext(0, 0.1, 0));
      }

      graph.setLearningRate(0.1);
      graph.fit(new INDArray[] {input}, new INDArray[] {oneHot});
      float[] expected = network.parameters();
      float[] actual = graph.params().toFloatVector();
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f));
      }
    } finally {
      graph.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void configurationSurvivesJson(Backend backend) {
    ComputationGraphConfiguration configuration = withDropout(DataType.FLOAT);
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(configuration.toJson());
    assertThat(read).isEqualTo(configuration);
    try (Network network = Network.create(configuration, KernelChoice.of(backend));
        Network copy = Network.create(read, KernelChoice.of(backend))) {
      network.initialize(1);
      copy.initialize(1);
      assertThat(copy.layout()).isEqualTo(network.layout());
      assertThat(gradients(copy, 3)).isEqualTo(gradients(network, 3));
    }
  }

  static List<ComputationGraphConfiguration> inDoublePrecision() {
    return List.of(withDropout(DataType.DOUBLE), withAuxiliaryClassifiers(DataType.DOUBLE));
  }

  @ParameterizedTest
  @MethodSource("inDoublePrecision")
  void gradientsMatchCentralDifferencesInDoublePrecision(
      ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    INDArray input = Nd4j.rand(DataType.DOUBLE, 3, 3, 7, 9);
    INDArray labels = Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}});
    graph.setInputs(input);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    double[] gradient = graph.getFlattenedGradients().dup().data().asDouble();
    INDArray parameters = graph.params();
    double step = 1e-6;
    for (int i = 0; i < gradient.length; i++) {
      double value = parameters.getDouble(i);
      double up = score(graph, input, labels, i, value + step);
      double down = score(graph, input, labels, i, value - step);
      parameters.putScalar(i, value);
      assertThat(gradient[i])
          .as("parameter %d", i)
          .isCloseTo((up - down) / (2 * step), within(1e-7));
    }

    graph.close();
  }

  @Test
  void explainsWrongUse() {
    try (Network network = Network.create(ModelZoo.configuration(LENET5))) {
      assertThatThrownBy(() -> network.input(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Batch size must be at least 1, got 0");
      network.input(2);
      assertThatThrownBy(() -> network.evaluate(new int[3]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Input was prepared for a batch of 2, not of 3; call input(3) and fill it first");
      assertThatThrownBy(() -> network.evaluate(new int[] {0, 10}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Label 10 of example 1 is not in 0 … 9");
      assertThatThrownBy(() -> network.setParameters(new float[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Expected 61706 parameters, got 1");
    }
  }

  @Test
  void rejectsStockLayersWithoutTouchingThem() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("input")
            .addLayer(
                "dense",
                new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder().nIn(2).nOut(2).build(),
                "input")
            .addLayer("loss", new CrossEntropyOutput(), "dense")
            .setOutputs("loss")
            .setInputTypes(InputType.feedForward(2))
            .build();
    assertThatThrownBy(() -> Network.create(configuration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Vertex \"dense\" is a org.deeplearning4j");
  }

  private static double score(
      ComputationGraph graph, INDArray input, INDArray labels, int index, double value) {
    graph.params().putScalar(index, value);
    graph.setInputs(input);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    return graph.score();
  }

  private static float[] train(Network network, long seed, int steps, int batchSize) {
    network.initialize(seed);
    Sgd sgd = Sgd.of(0.9, 5e-4);
    try (OptimizerState state = OptimizerState.create(sgd, network.layout())) {
      for (int step = 0; step < steps; step++) {
        int[] labels = fill(network, batchSize, seed + step);
        network.trainStep(labels, sgd, state, new StepContext(step, 0.05, step));
      }
    }

    return network.parameters();
  }

  private static float[] gradients(Network network, long seed) {
    network.computeGradients(fill(network, 4, 1), seed);
    return network.gradients();
  }

  private static int[] fill(Network network, int batchSize, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FloatBuffer input = network.input(batchSize);
    while (input.hasRemaining()) {
      input.put((float) random.nextDouble(-1, 1));
    }

    return random.ints(batchSize, 0, network.classes()).toArray();
  }

  private static ComputationGraphConfiguration withDropout(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .seed(7)
        .graphBuilder()
        .addInputs("input")
        .addLayer("conv1", Conv2d.builder(4, 3).padding(1).build(), "input")
        .addLayer("relu1", new ReLU(), "conv1")
        .addLayer("pool1", MaxPool2d.builder(3).stride(2).padding(1).build(), "relu1")
        .addLayer("conv2", Conv2d.builder(6, 3).groups(2).withoutBias().build(), "pool1")
        .addLayer("gap", AdaptiveAvgPool2d.of(1), "conv2")
        .addLayer("flatten", new Flatten(), "gap")
        .addLayer("dropout", new Dropout(0.3), "flatten")
        .addLayer("fc", Linear.of(3), "dropout")
        .addLayer("loss", new CrossEntropyOutput(0.1), "fc")
        .setOutputs("loss")
        .setInputTypes(InputType.convolutional(7, 9, 3))
        .build();
  }

  private static ComputationGraphConfiguration withAuxiliaryClassifiers(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .seed(7)
        .graphBuilder()
        .addInputs("input")
        .addLayer("conv1", Conv2d.builder(4, 3).padding(1).build(), "input")
        .addLayer("tanh", new Tanh(), "conv1")
        .addLayer("flatten", new Flatten(), "tanh")
        .addLayer("fc", Linear.of(3), "flatten")
        .addLayer("aux1", Linear.of(3), "flatten")
        .addLayer("aux2.pool", AdaptiveAvgPool2d.of(2), "tanh")
        .addLayer("aux2.flatten", new Flatten(), "aux2.pool")
        .addLayer("aux2.fc", Linear.of(3), "aux2.flatten")
        .addVertex("logits", new Concat(), "fc", "aux1", "aux2.fc")
        .addLayer("loss", new CrossEntropyOutput(0.1).withAuxiliary(0.3, 2), "logits")
        .setOutputs("loss")
        .setInputTypes(InputType.convolutional(7, 9, 3))
        .build();
  }
}
