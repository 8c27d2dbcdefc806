package org.convoy.nn.kernel.onednn.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.op.OperationNode;
import org.convoy.nn.op.Size2d;

/** Walks a network's nodes forward and backward and records the steps of each. */
public final class PlanBuilder {
  /** What a plan is for. */
  public enum Mode {
    TRAINING,
    TRAINING_WITH_INPUT_GRADIENT,
    EVALUATION
  }

  private final NativeScope scope;
  private final Recorder recorder;
  private final OperationPlan.Factory operations;
  private final List<OperationNode> nodes;
  private final List<Integer> inputShape;
  private final int batchSize;
  private final Mode mode;
  private final Precision precision;
  private final Topology topology;
  private final Formats formats;
  private final Map<Integer, List<Tensor>> outputs = new HashMap<>();
  private final Map<Integer, List<Tensor>> gradients = new HashMap<>();
  private final Set<Buffer> shared = new HashSet<>();
  private Tensor logits;
  private Tensor logitsGradient;
  private Tensor inputGradient;

  public PlanBuilder(
      NativeScope scope,
      OperationPlan.Factory operations,
      List<OperationNode> nodes,
      List<Integer> inputShape,
      int batchSize,
      Mode mode,
      Precision precision) {
    this.scope = scope;
    this.recorder = new Recorder(scope);
    this.operations = operations;
    this.nodes = nodes;
    this.inputShape = inputShape;
    this.batchSize = batchSize;
    this.mode = mode;
    this.precision = precision;
    this.topology = new Topology(nodes, mode == Mode.TRAINING_WITH_INPUT_GRADIENT);
    this.formats = Formats.of(nodes);
  }

  public void build() {
    Layout input = Layout.plain(scope, batched(inputShape));
    setOutput(OperationNode.NETWORK_INPUT, new Tensor(Buffer.at(Buffer.Region.INPUT, 0), input));
    List<OperationPlan> plans = new ArrayList<>();
    for (int node = 0; node < nodes.size(); node++) {
      recorder.startLayer(name(node));
      plans.add(operations.plan(this, node));
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
        recorder.startLayer(name(node));
        plans.get(node).backward(gradient(node));
      }
    }

    if (topology.needsGradient(OperationNode.NETWORK_INPUT)) {
      inputGradient = converted("input", gradient(OperationNode.NETWORK_INPUT), input);
      recorder.keep(inputGradient);
    }
  }

  /** A failure to plan a node, with its name and what could not be done. */
  public UnsupportedOperationException unsupported(int node, String pass) {
    return new UnsupportedOperationException(
        ("oneDNN has no fast implementation of the %s pass of layer \"%s\" (%s) at batch"
                + " size %s; use the kernel backend \"nd4j\"")
            .formatted(pass, nodes.get(node).name(), nodes.get(node).operation(), batchSize));
  }

  /** oneDNN's fastest description of a primitive; null if it has no fast implementation. */
  public PrimitiveDescription tryDescribe(String what, PrimitiveDescription.Creation creation) {
    return PrimitiveDescription.tryCreate(scope, what, creation, name -> 0);
  }

  /** As {@link #tryDescribe}, for a pass of a node that must have one. */
  public PrimitiveDescription describe(
      int node, String pass, String what, PrimitiveDescription.Creation creation) {
    PrimitiveDescription description = tryDescribe(what, creation);
    if (description == null) {
      throw unsupported(node, pass);
    }

    return description;
  }

  /** Records a pass of a node as one primitive. */
  public void record(
      int node, String pass, PrimitiveDescription description, Argument... arguments) {
    recorder.add(name(node), pass, description, arguments);
  }

  /** Where a forward primitive leaves what its backward one needs; null if that is nothing. */
  public Tensor workspace(PrimitiveDescription forward) {
    Layout layout = forward.layoutOf(scope, dnnl.DNNL_ARG_WORKSPACE);
    return layout.bytes() > 0 ? recorder.newTensor(layout) : null;
  }

  public NativeScope scope() {
    return scope;
  }

  public Recorder recorder() {
    return recorder;
  }

  public Topology topology() {
    return topology;
  }

  public Formats formats() {
    return formats;
  }

  public OperationNode node(int node) {
    return nodes.get(node);
  }

  /**
   * In which a node may compute, to be tried in order: what makes the logits in floats only, and
   * whatever has no fast implementation in the plan's own precision.
   */
  public List<Precision> precisions(int node) {
    return precision == Precision.F32 || topology.makesLogits(node)
        ? List.of(Precision.F32)
        : List.of(precision, Precision.F32);
  }

  /** Formats for a node that keeps the channels, to be tried in order. */
  public List<Formats.Candidate> candidates(int node) {
    return formats.any(precisions(node));
  }

  /** A node's output in this format; only images have a choice. */
  public Layout layout(Formats.Candidate format, int node) {
    long[] dimensions = dimensions(node);
    return dimensions.length == 4
        ? format.layout(scope, dimensions)
        : Layout.plain(scope, format.precision(), dimensions);
  }

  /** Layers whose output is of floats, though the plan's precision is another one. */
  public List<String> inFloats() {
    return IntStream.range(0, precision == Precision.F32 ? 0 : nodes.size())
        .filter(node -> output(node).layout().precision() == Precision.F32)
        .mapToObj(node -> "%s (%s)".formatted(name(node), reason(node)))
        .toList();
  }

  private String reason(int node) {
    return topology.makesLogits(node)
        ? "logits"
        : nodes.get(node).operation().getClass().getSimpleName();
  }

  public String name(int node) {
    return node == OperationNode.NETWORK_INPUT ? "input" : nodes.get(node).name();
  }

  /** Height and width of a node's output. */
  public Size2d imageSize(int node) {
    long[] dimensions = dimensions(node);
    return new Size2d(Math.toIntExact(dimensions[2]), Math.toIntExact(dimensions[3]));
  }

  public int inputOf(int node) {
    return nodes.get(node).inputs().get(0);
  }

  public int forwardKind() {
    return isTraining() ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference;
  }

  public boolean isTraining() {
    return mode != Mode.EVALUATION;
  }

  public Tensor logits() {
    return logits;
  }

  /** Null in evaluation mode. */
  public Tensor logitsGradient() {
    return logitsGradient;
  }

  /** Null unless asked for. */
  public Tensor inputGradient() {
    return inputGradient;
  }

  /** The dimensions of a node's output, the batch first. */
  public long[] dimensions(int node) {
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

  public void setOutput(int node, Tensor output) {
    outputs.put(node, new ArrayList<>(List.of(output)));
  }

  /** A node's output in the layout in which it was made. */
  public Tensor output(int node) {
    return outputs.get(node).get(0);
  }

  /** A node's output in this layout, reordered once for all who ask. */
  public Tensor output(int node, Layout layout) {
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
  public void contribute(int node, Tensor gradient) {
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
  public void share(Tensor gradient) {
    shared.add(gradient.buffer());
  }

  private boolean isShared(Tensor gradient) {
    return shared.contains(gradient.buffer());
  }

  /**
   * Where a step that reads a gradient for the last time may write a result of the same layout:
   * over it, while it is in the cache, unless others read it.
   */
  public Tensor over(Tensor gradient) {
    return isShared(gradient) ? recorder.newTensor(gradient.layout()) : gradient;
  }

  /** The tensor in this layout: itself, or a reordered copy. */
  public Tensor converted(String layer, Tensor tensor, Layout layout) {
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
  public void reorder(String layer, Tensor from, Tensor to) {
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
  public Tensor parameter(int node, int offset, long... dimensions) {
    return flat(Buffer.Region.PARAMETERS, node, offset, dimensions);
  }

  /** Where the gradient of {@link #parameter} goes. */
  public Tensor parameterGradient(int node, int offset, long... dimensions) {
    return flat(Buffer.Region.GRADIENTS, node, offset, dimensions);
  }

  private Tensor flat(Buffer.Region region, int node, int offset, long... dimensions) {
    long start = (nodes.get(node).parameterOffset() + (long) offset) * Float.BYTES;
    return new Tensor(Buffer.at(region, start), Layout.plain(scope, dimensions));
  }
}
