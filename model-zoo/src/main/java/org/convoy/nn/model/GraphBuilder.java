package org.convoy.nn.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.model.Block.Auxiliary;
import org.convoy.nn.model.Block.Branches;
import org.convoy.nn.model.Block.Inline;
import org.convoy.nn.model.Block.Join;
import org.convoy.nn.model.Block.LayerBlock;
import org.convoy.nn.model.Block.Named;
import org.convoy.nn.model.Block.Residual;
import org.convoy.nn.shape.Add;
import org.convoy.nn.shape.Concat;
import org.convoy.nn.shape.Multiply;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Makes a graph of blocks, inferring each layer's input shape from the latest output. Vertices run,
 * and parameters lie, in the order in which they are added.
 */
final class GraphBuilder {
  private static final String INPUT = "input";
  private static final String LOSS = "loss";
  private static final String ALL_LOGITS = "logits";

  private final ComputationGraphConfiguration.GraphBuilder graph =
      new NeuralNetConfiguration.Builder().graphBuilder().addInputs(INPUT);
  private final Set<String> names = new HashSet<>(Set.of(INPUT, LOSS));
  private final List<Side> sides = new ArrayList<>();
  private final InputType inputType;
  private Output latest;

  /** What a vertex gives for one example. */
  private record Output(String vertex, List<Integer> shape) {}

  /** An auxiliary classifier that starts from an output. */
  private record Side(String path, Auxiliary classifier, Output start) {}

  GraphBuilder(InputShape input) {
    inputType = ConvoyConfiguration.typeOf(input.sizes());
    latest = new Output(INPUT, input.sizes());
  }

  /** Adds the blocks one after the other; their names follow this path, which may be empty. */
  GraphBuilder addAll(String path, Sequential sequential) {
    for (int i = 0; i < sequential.blocks().size(); i++) {
      addChild(path, String.valueOf(i), sequential.blocks().get(i));
    }

    return this;
  }

  private void addChild(String path, String defaultName, Block block) {
    Named named = Named.orElse(defaultName, block);
    String name = join(path, named.name());
    if (named.block() instanceof Inline inline) {
      addInline(path, name, inline.block());
    } else {
      add(name, named.block());
    }
  }

  /** The parts belong to the path; what joins them, which is no part, has the name. */
  private void addInline(String path, String name, Block block) {
    if (block instanceof Branches branches) {
      addBranches(path, name, branches);
    } else {
      add(path, block);
    }
  }

  private void add(String path, Block block) {
    if (block instanceof LayerBlock layer) {
      addLayer(path, layer.layer());
    } else if (block instanceof Residual residual) {
      addResidual(path, residual);
    } else if (block instanceof Branches branches) {
      addBranches(path, path, branches);
    } else if (block instanceof Inline inline) {
      add(path, inline.block());
    } else if (block instanceof Auxiliary auxiliary) {
      sides.add(new Side(path, auxiliary, latest));
    } else {
      addAll(path, (Sequential) block);
    }
  }

  private void addLayer(String name, Layer layer) {
    layer.setLayerName(name);
    long declared = inputs(layer);
    InputType output = layer.getOutputType(-1, ConvoyConfiguration.typeOf(latest.shape()));
    if (declared > 0 && declared != inputs(layer)) {
      throw new IllegalArgumentException(
          "Layer \"%s\" needs an input of %d channels or features, got %s"
              .formatted(name, declared, latest.shape()));
    }

    graph.addLayer(claim(name), layer, latest.vertex());
    latest = new Output(name, ConvoyConfiguration.shapeOf(output));
  }

  /** Input channels or features: what the layer's author declared until the layer is connected. */
  private static long inputs(Layer layer) {
    return layer instanceof FeedForwardLayer known ? known.getNIn() : 0;
  }

  private void addResidual(String path, Residual residual) {
    Output start = latest;
    addBody(path, residual.body());
    Output body = latest;
    latest = start;
    addChild(path, "shortcut", residual.shortcut());
    if (!body.shape().equals(latest.shape())) {
      throw new IllegalArgumentException(
          "Residual block \"%s\": for an input of %s its body gives %s, its shortcut %s; the two"
                  .formatted(path, start.shape(), body.shape(), latest.shape())
              + " must be the same");
    }

    addVertex(join(path, "add"), new Add(), List.of(body, latest), body.shape());
    addChild(path, "activation", residual.activation());
  }

  private void addBody(String path, Block body) {
    if (body instanceof Named named) {
      addChild(path, named.name(), named);
    } else {
      addAll(path, body instanceof Sequential sequential ? sequential : Sequential.of(body));
    }
  }

  private void addBranches(String path, String name, Branches branches) {
    Output start = latest;
    List<Output> ends = new ArrayList<>();
    for (int i = 0; i < branches.branches().size(); i++) {
      latest = start;
      addChild(path, String.valueOf(i), branches.branches().get(i));
      ends.add(latest);
    }

    GraphVertex vertex =
        switch (branches.join()) {
          case CONCATENATION -> new Concat();
          case SUM -> new Add();
          case PRODUCT -> new Multiply();
        };
    List<Integer> shape = joined(name, branches, ends);
    if (branches.join() == Join.PRODUCT && !ends.get(0).shape().equals(shape)) {
      Collections.reverse(ends);
    }

    addVertex(join(name, branches.join().vertex()), vertex, ends, shape);
  }

  private static List<Integer> joined(String name, Branches branches, List<Output> ends) {
    if (branches.join() == Join.CONCATENATION) {
      return concatenated(name, ends);
    }

    List<Integer> left = ends.get(0).shape();
    List<Integer> right = ends.get(1).shape();
    if (branches.join() == Join.PRODUCT && Multiply.isFactor(right, left)) {
      return right;
    }

    boolean isFactor = branches.join() == Join.PRODUCT && Multiply.isFactor(left, right);
    if (!left.equals(right) && !isFactor) {
      throw new IllegalArgumentException(
          "Branches \"%s\" give %s and %s, of which there is no %s"
              .formatted(name, left, right, branches.join().name().toLowerCase(Locale.ROOT)));
    }

    return left;
  }

  private static List<Integer> concatenated(String path, List<Output> ends) {
    List<List<Integer>> shapes = ends.stream().map(Output::shape).toList();
    List<Integer> sum = new ArrayList<>(shapes.get(0));
    sum.set(0, shapes.stream().mapToInt(shape -> shape.get(0)).sum());
    if (shapes.stream().map(shape -> shape.subList(1, shape.size())).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "Branches \"%s\" give %s; height and width must be the same".formatted(path, shapes));
    }

    return sum;
  }

  private void addVertex(
      String name, GraphVertex vertex, List<Output> inputs, List<Integer> shape) {
    String[] vertices = inputs.stream().map(Output::vertex).toArray(String[]::new);
    graph.addVertex(claim(name), vertex, vertices);
    latest = new Output(name, shape);
  }

  private String claim(String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "Two parts of the model have the name \"%s\"; give one of them another".formatted(name));
    }

    return name;
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /**
   * Ends the graph with a copy of this loss on the latest layer's output, the logits, and on those
   * of auxiliary classifiers, which are added only now: without them a graph is the first part of
   * one with them.
   */
  ComputationGraphConfiguration build(int numClasses, LossOutput loss) {
    requireLogits("The model", numClasses);
    addSides(numClasses);
    double[] weights = sides.stream().mapToDouble(side -> side.classifier().weight()).toArray();
    ComputationGraphConfiguration configuration =
        graph
            .addLayer(LOSS, loss.withAuxiliary(weights), latest.vertex())
            .setOutputs(LOSS)
            .setInputTypes(inputType)
            .build();
    keepOrder(configuration);
    return configuration;
  }

  private void requireLogits(String what, int numClasses) {
    if (!latest.shape().equals(List.of(numClasses))) {
      throw new IllegalArgumentException(
          "%s ends with %s at \"%s\"; for %d classes it must end with [%d]"
              .formatted(what, latest.shape(), latest.vertex(), numClasses, numClasses));
    }
  }

  private void addSides(int numClasses) {
    if (sides.isEmpty()) {
      return;
    }

    List<Output> logits = new ArrayList<>(List.of(latest));
    for (Side side : sides) {
      latest = side.start();
      addBody(side.path(), side.classifier().body());
      requireLogits("Auxiliary classifier \"%s\"".formatted(side.path()), numClasses);
      logits.add(latest);
    }

    addVertex(ALL_LOGITS, new Concat(), logits, List.of(numClasses * logits.size()));
  }

  /** Left alone, DL4J would sort the vertices breadth first. */
  private static void keepOrder(ComputationGraphConfiguration configuration) {
    List<String> order = new ArrayList<>(configuration.getNetworkInputs());
    order.addAll(configuration.getVertices().keySet());
    configuration.setTopologicalOrder(IntStream.range(0, order.size()).toArray());
    configuration.setTopologicalOrderStr(order);
  }
}
