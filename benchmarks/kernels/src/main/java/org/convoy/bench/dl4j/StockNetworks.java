package org.convoy.bench.dl4j;

import org.convoy.bench.BenchmarkCase;
import org.convoy.bench.Trainer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** The networks of the benchmark from the layers that DL4J ships. */
public final class StockNetworks {
  /** Output channels of VGG-11's convolutions; zero stands for a max pooling. */
  private static final int[] VGG11 = {64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0};

  private final StockGraph graph;

  private StockNetworks(StockGraph graph) {
    this.graph = graph;
  }

  /**
   * Returns the network of a case, with SGD as every contestant has it.
   *
   * @throws UnsupportedOperationException if a step of it would take minutes
   */
  public static ComputationGraphConfiguration configuration(BenchmarkCase benchmarkCase) {
    InputType inputType =
        InputType.convolutional(
            benchmarkCase.height(), benchmarkCase.width(), benchmarkCase.channels());
    StockGraph graph =
        new StockGraph(
            inputType,
            BenchmarkCase.CLASSES,
            Trainer.LEARNING_RATE,
            Trainer.MOMENTUM,
            Trainer.WEIGHT_DECAY);
    StockNetworks networks = new StockNetworks(graph);
    return graph.build(
        switch (benchmarkCase) {
          case LENET5 -> networks.lenet5();
          case RESNET20 -> networks.resnet20();
          case VGG11_BN -> networks.vgg11();
          case RESNET18 -> networks.resnet18();
          default ->
              throw new UnsupportedOperationException(
                  "DL4J's own layers take minutes for a step of " + benchmarkCase.caseName());
        });
  }

  private String lenet5() {
    String x = graph.relu(graph.biasedConvolution(StockGraph.INPUT, 6, 5, 2));
    x = graph.maxPool(x, 2, 2, 0);
    x = graph.relu(graph.biasedConvolution(x, 16, 5, 0));
    x = graph.maxPool(x, 2, 2, 0);
    x = graph.relu(graph.linear(x, 120));
    return graph.relu(graph.linear(x, 84));
  }

  private String vgg11() {
    String x = StockGraph.INPUT;

    for (int outputs : VGG11) {
      x =
          outputs == 0
              ? graph.maxPool(x, 2, 2, 0)
              : graph.relu(graph.batchNorm(graph.biasedConvolution(x, outputs, 3, 1)));
    }

    return x;
  }

  private String resnet20() {
    String x = graph.relu(graph.batchNorm(graph.convolution(StockGraph.INPUT, 16, 3, 1, 1)));
    x = blocks(x, 16, 3);
    x = blocks(block(x, padded(x), 32, 2), 32, 2);
    x = blocks(block(x, padded(x), 64, 2), 64, 2);
    return graph.globalAveragePool(x);
  }

  private String resnet18() {
    String x = graph.relu(graph.batchNorm(graph.convolution(StockGraph.INPUT, 64, 7, 2, 3)));
    x = blocks(graph.maxPool(x, 3, 2, 1), 64, 2);
    x = blocks(block(x, projection(x, 128), 128, 2), 128, 1);
    x = blocks(block(x, projection(x, 256), 256, 2), 256, 1);
    x = blocks(block(x, projection(x, 512), 512, 2), 512, 1);
    return graph.globalAveragePool(x);
  }

  private String blocks(String input, int outputs, int count) {
    String x = input;

    for (int i = 0; i < count; i++) {
      x = block(x, x, outputs, 1);
    }

    return x;
  }

  private String block(String input, String shortcut, int outputs, int stride) {
    String x = graph.relu(graph.batchNorm(graph.convolution(input, outputs, 3, stride, 1)));
    x = graph.batchNorm(graph.convolution(x, outputs, 3, 1, 1));
    return graph.relu(graph.sum(x, shortcut));
  }

  /**
   * Option A of the ResNet paper: every second pixel, and as many zero channels again. DL4J does
   * not pad channels, so they are the input scaled by zero, and all of them come last.
   */
  private String padded(String input) {
    String pixels = graph.maxPool(input, 1, 2, 0);
    String zeros = graph.add("zeros", new ScaleVertex(0), pixels);
    return graph.add("merge", new MergeVertex(), pixels, zeros);
  }

  /** Option B of the ResNet paper: a 1×1 convolution of stride 2 and batch norm. */
  private String projection(String input, int outputs) {
    return graph.batchNorm(graph.convolution(input, outputs, 1, 2, 0));
  }
}
