package org.convoy.nn.kernel.onednn.plan;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.BufferLimit;
import org.convoy.nn.kernel.Precision;

/** Collects a plan's steps and, from what they touch, the lifetimes of its buffers. */
public final class Recorder {
  private final NativeScope scope;
  private final dnnl_stream stream;
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private final List<Buffer> buffers = new ArrayList<>();
  private final IdentityHashMap<Step, Implementation> work = new IdentityHashMap<>();
  private List<Step> current = forward;
  private int position;
  private String layer = "input";

  public Recorder(NativeScope scope) {
    this.scope = scope;
    this.stream = Engine.stream(scope);
  }

  /** From here on steps in Java are this layer's. */
  public void startLayer(String name) {
    layer = name;
  }

  /** From here on steps belong to the backward pass; these tensors are the caller's in between. */
  public void startBackward(List<Tensor> touched) {
    touched.forEach(Recorder::checkReadable);
    touch(touched);
    current = backward;
  }

  public Tensor newTensor(Layout layout) {
    Buffer buffer = Buffer.inArena(layout.bytes());
    buffers.add(buffer);
    return new Tensor(buffer, layout);
  }

  /** Records a primitive with these arguments and the scratchpad it asks for. */
  public void add(
      String name, String pass, PrimitiveDescription description, Argument... arguments) {
    List<Argument> all = new ArrayList<>(List.of(arguments));
    Layout scratchpad = description.layoutOf(scope, dnnl.DNNL_ARG_SCRATCHPAD);
    if (scratchpad.bytes() > 0) {
      all.add(new Argument(dnnl.DNNL_ARG_SCRATCHPAD, newTensor(scratchpad)));
    }

    Precision precision = arguments[0].tensor().layout().precision();
    Implementation implementation =
        new Implementation(name, pass, description.implementation(), precision);
    PrimitiveStep step = new PrimitiveStep(scope, stream, implementation, description, all);
    current.add(step);
    work.put(step, implementation);
    touch(all.stream().map(Argument::tensor).toList());
  }

  /**
   * Records a step in Java that touches these tensors.
   *
   * @throws IllegalArgumentException if one is too large for Java
   */
  public void add(Step step, List<Tensor> touched) {
    touched.forEach(Recorder::checkReadable);
    current.add(step);
    String pass = current == forward ? "forward" : "backward";
    work.put(step, new Implementation(layer, pass, "java", Precision.F32));
    touch(touched);
  }

  /** The caller reads this after the latest step. */
  public void keep(Tensor tensor) {
    checkReadable(tensor);
    touch(List.of(tensor));
  }

  private static void checkReadable(Tensor tensor) {
    long[] dimensions = tensor.layout().dimensions();
    long floats = tensor.layout().bytes() / Float.BYTES;
    String shape =
        Arrays.stream(dimensions).skip(1).mapToObj(Long::toString).collect(joining(" x "));
    BufferLimit.checkBatch(
        "A layer's output of " + shape + " floats", floats / dimensions[0], dimensions[0]);
  }

  private void touch(List<Tensor> tensors) {
    for (Tensor tensor : tensors) {
      tensor.buffer().touch(position);
    }

    position++;
  }

  public List<Step> forward() {
    return forward;
  }

  public List<Step> backward() {
    return backward;
  }

  /** What each step is. */
  public IdentityHashMap<Step, Implementation> work() {
    return work;
  }

  public List<Buffer> buffers() {
    return buffers;
  }
}
