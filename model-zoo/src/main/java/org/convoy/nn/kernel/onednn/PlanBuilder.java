package org.convoy.nn.kernel.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.OperationNode;
import org.convoy.nn.op.Size2d;

/** Walks a network's nodes forward and backward and records the steps of each. */
final class PlanBuilder {
  private final NativeScope scope;
  private final Recorder recorder;
  private final List<OperationNode> nodes;
  private final List<Integer> inputShape;
  private final int batchSize;
  private final Mode mode;
  private final Topology topology;
  private final Formats formats;
  private final Map<Integer, List<Tensor>> outputs = new HashMap<>();
  private final Map<Integer, List<Tensor>> gradients = new HashMap<>();
  private final Set<Buffer> shared = new HashSet<>();
  private Tensor logits;
  private Tensor logitsGradient;
  private Tensor inputGradient;

  PlanBuilder(
      NativeScope scope,
      List<OperationNode> nodes,
      List<Integer> inputShape,
      int batchSize,
      Mode mode) {
    this.scope = scope;
    this.recorder = new Recorder(scope);
    this.nodes = nodes;
    this.inputShape = inputShape;
    this.batchSize = batchSize;
    this.mode = mode;
    this.topology = new Topology(nodes, mode == Mode.TRAINING_WITH_INPUT_GRADIENT);
    this.formats = Formats.of(nodes);
  }

  void build() {
    Layout input = Layout.plain(scope, batched(inputShape));
    setOutput(OperationNode.NETWORK_INPUT, new Tensor(Buffer.at(Region.INPUT, 0), input));
    List<OperationPlan> plans = new ArrayList<>();
    for (int node = 0; node < nodes.size(); node++) {
      plans.add(planOf(node));
      plans.get(node).forward();
    }

    int last = nodes.size() - 1;
    logits = output(last, Layout.plain(scope, batched(nodes.get(last).outputShape())));
    if (mode == Mode.EVALUATION) {
      recorder.startBackward(List.of(logits));
      return;
    }

    logitsGradient = recorder.newTensor(logits.layout());
    recorder.startBackward(List.of(logits, logitsGradient));
    contribute(last, logitsGradient);
    for (int node = last; node >= 0; node--) {
      if (topology.needsGradient(node)) {
        plans.get(node).backward(gradient(node));
      }
    }

    if (topology.needsGradient(OperationNode.NETWORK_INPUT)) {
      inputGradient = converted("input", gradient(OperationNode.NETWORK_INPUT), input);
      recorder.keep(inputGradient);
    }
  }

  private OperationPlan planOf(int node) {
    Operation operation = nodes.get(node).operation();
    if (operation instanceof Operation.Convolution convolution) {
      return ConvolutionPlan.of(this, node, convolution);
    }

    if (operation instanceof Operation.ZeroPadShortcut shortcut) {
      return ConvolutionPlan.of(this, node, shortcut);
    }

    if (operation instanceof Operation.BatchNormalization normalization) {
      return new BatchNormalizationPlan(this, node, normalization);
    }

    if (operation instanceof Operation.GroupNormalization normalization) {
      return new GroupNormalizationPlan(this, node, normalization);
    }

    if (operation instanceof Operation.LocalResponseNormalization normalization) {
      return ResponseNormalizationPlan.of(this, node, normalization.response());
    }

    if (operation instanceof Operation.Linear linear) {
      return new LinearPlan(this, node, linear);
    }

    if (operation instanceof Operation.MaxPool pool) {
      return PoolPlan.maximum(this, node, pool.geometry());
    }

    if (operation instanceof Operation.MaxUnpool) {
      return new MaxUnpoolPlan(this, node);
    }

    if (operation instanceof Operation.AveragePool pool) {
      return AveragePools.plan(this, node, pool.geometry());
    }

    if (operation instanceof Operation.AdaptiveAveragePool) {
      return AveragePools.adaptive(this, node);
    }

    return elementwisePlanOf(node, operation);
  }

  private OperationPlan elementwisePlanOf(int node, Operation operation) {
    if (operation instanceof Operation.Add) {
      return new AddPlan(this, node);
    }

    if (operation instanceof Operation.Concat) {
      return new ConcatPlan(this, node);
    }

    if (operation instanceof Operation.Rectifier) {
      return topology.isFused(node) ? new AliasPlan(this, node) : new RectifierPlan(this, node);
    }

    if (operation instanceof Operation.Flatten) {
      return new FlattenPlan(this, node);
    }

    if (operation instanceof Operation.Elementwise elementwise) {
      return new ActivationPlan(this, node, elementwise.function());
    }

    if (operation instanceof Operation.ParametricRectifier rectifier) {
      return new ParametricRectifierPlan(this, node, rectifier.slopes());
    }

    if (operation instanceof Operation.Softmax softmax) {
      return new SoftmaxPlan(this, node, softmax.dimension());
    }

    return randomPlanOf(node, operation);
  }

  /** Of what draws numbers in training, and is something else in evaluation. */
  private OperationPlan randomPlanOf(int node, Operation operation) {
    if (operation instanceof Operation.RandomizedRectifier rectifier) {
      return isTraining()
          ? new RandomizedRectifierPlan(this, node, rectifier)
          : new ActivationPlan(this, node, rectifier.expected());
    }

    if (operation instanceof Operation.ChannelDropout channels) {
      return isTraining()
          ? new ChannelDropoutPlan(this, node, channels.dropout())
          : new AliasPlan(this, node);
    }

    if (operation instanceof Operation.Dropout dropout) {
      return isTraining() ? new DropoutPlan(this, node, dropout) : new AliasPlan(this, node);
    }

    // One that is new, and not planned yet: layers run one by one, or the network is refused.
    throw unsupported(node, "forward");
  }

  /** A failure to plan a node, with its name and what could not be done. */
  UnsupportedOperationException unsupported(int node, String pass) {
    return new UnsupportedOperationException(
        "oneDNN has no fast implementation of the "
            + pass
            + " pass of layer \""
            + nodes.get(node).name()
            + "\" ("
            + nodes.get(node).operation()
            + ") at batch size "
            + batchSize
            + "; use the kernel backend \"nd4j\"");
  }

  NativeScope scope() {
    return scope;
  }

  Recorder recorder() {
    return recorder;
  }

  Topology topology() {
    return topology;
  }

  Formats formats() {
    return formats;
  }

  OperationNode node(int node) {
    return nodes.get(node);
  }

  String name(int node) {
    return node == OperationNode.NETWORK_INPUT ? "input" : nodes.get(node).name();
  }

  /** Height and width of a node's output. */
  Size2d imageSize(int node) {
    long[] dimensions = dimensions(node);
    return new Size2d(Math.toIntExact(dimensions[2]), Math.toIntExact(dimensions[3]));
  }

  int inputOf(int node) {
    return nodes.get(node).inputs().get(0);
  }

  int forwardKind() {
    return isTraining() ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference;
  }

  boolean isTraining() {
    return mode != Mode.EVALUATION;
  }

  Tensor logits() {
    return logits;
  }

  /** Null in evaluation mode. */
  Tensor logitsGradient() {
    return logitsGradient;
  }

  /** Null unless asked for. */
  Tensor inputGradient() {
    return inputGradient;
  }

  /** The dimensions of a node's output, the batch first. */
  long[] dimensions(int node) {
    return batched(
        node == OperationNode.NETWORK_INPUT ? inputShape : nodes.get(node).outputShape());
  }

  private long[] batched(List<Integer> shape) {
    long[] dimensions = new long[shape.size() + 1];
    dimensions[0] = batchSize;
    for (int i = 0; i < shape.size(); i++) {
      dimensions[i + 1] = shape.get(i);
    }

    return dimensions;
  }

  void setOutput(int node, Tensor output) {
    outputs.put(node, new ArrayList<>(List.of(output)));
  }

  /** A node's output in the layout in which it was made. */
  Tensor output(int node) {
    return outputs.get(node).get(0);
  }

  /** A node's output in this layout, reordered once for all who ask. */
  Tensor output(int node, Layout layout) {
    List<Tensor> present = outputs.get(node);
    for (Tensor tensor : present) {
      if (tensor.layout().sharesBytesWith(layout)) {
        return new Tensor(tensor.buffer(), layout);
      }
    }

    Tensor reordered = reorder(name(node), present.get(0), layout);
    present.add(reordered);
    return reordered;
  }

  /** Adds to the gradient by a node's output; ignored where no parameter needs it. */
  void contribute(int node, Tensor gradient) {
    if (topology.needsGradient(node)) {
      gradients.computeIfAbsent(node, key -> new ArrayList<>()).add(gradient);
    }
  }

  private Tensor gradient(int node) {
    List<Tensor> contributions = gradients.remove(node);
    Tensor sum = contributions.get(0);
    for (Tensor other : contributions.subList(1, contributions.size())) {
      sum =
          isShared(sum)
              ? ElementwiseSteps.addTo(this, name(node), other, sum)
              : ElementwiseSteps.addTo(this, name(node), sum, other);
    }

    return sum;
  }

  /** Marks a gradient that several nodes read, so that none may overwrite it. */
  void share(Tensor gradient) {
    shared.add(gradient.buffer());
  }

  private boolean isShared(Tensor gradient) {
    return shared.contains(gradient.buffer());
  }

  /**
   * Where a step that reads a gradient for the last time may write a result of the same layout:
   * over it, while it is in the cache, unless others read it.
   */
  Tensor over(Tensor gradient) {
    return isShared(gradient) ? recorder.newTensor(gradient.layout()) : gradient;
  }

  /** The tensor in this layout: itself, or a reordered copy. */
  Tensor converted(String layer, Tensor tensor, Layout layout) {
    return tensor.layout().sharesBytesWith(layout)
        ? new Tensor(tensor.buffer(), layout)
        : reorder(layer, tensor, layout);
  }

  private Tensor reorder(String layer, Tensor from, Layout layout) {
    Tensor to = recorder.newTensor(layout);
    reorder(layer, from, to);
    return to;
  }

  /** Records the copy of a tensor into another layout. */
  void reorder(String layer, Tensor from, Tensor to) {
    PrimitiveDescription description =
        PrimitiveDescription.tryCreate(
            scope,
            "a reorder for layer \"" + layer + "\"",
            address ->
                dnnl.dnnl_reorder_primitive_desc_create(
                    address,
                    from.layout().description(),
                    Engine.CPU,
                    to.layout().description(),
                    Engine.CPU,
                    Attributes.plain(scope)),
            name -> 0);
    if (description == null) {
      throw new UnsupportedOperationException(
          "oneDNN has no fast reorder for layer \"" + layer + "\"; use the kernel backend nd4j");
    }

    recorder.add(
        layer,
        "reorder",
        description,
        new Argument(dnnl.DNNL_ARG_FROM, from),
        new Argument(dnnl.DNNL_ARG_TO, to));
  }

  /**
   * A parameter tensor of a node, in the flat vector; the offset is within the node, in elements.
   */
  Tensor parameter(int node, int offset, long... dimensions) {
    return flat(Region.PARAMETERS, node, offset, dimensions);
  }

  /** Where the gradient of {@link #parameter} goes. */
  Tensor parameterGradient(int node, int offset, long... dimensions) {
    return flat(Region.GRADIENTS, node, offset, dimensions);
  }

  private Tensor flat(Region region, int node, int offset, long... dimensions) {
    long start = (nodes.get(node).parameterOffset() + (long) offset) * Float.BYTES;
    return new Tensor(Buffer.at(region, start), Layout.plain(scope, dimensions));
  }
}
