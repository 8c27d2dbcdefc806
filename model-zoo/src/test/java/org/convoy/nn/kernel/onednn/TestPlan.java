package org.convoy.nn.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.op.OperationPlans;
import org.convoy.nn.kernel.onednn.plan.NativeScope;
import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.kernel.onednn.plan.PlanMemory;
import org.convoy.nn.op.Activation;
import org.convoy.nn.op.Convolution2d;
import org.convoy.nn.op.LocalResponse;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.OperationNode;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That every operation there is has a plan, in training and in evaluation. */
final class TestPlan {
  private static final int BATCH_SIZE = 2;
  private static final int CHANNELS = 16;
  private static final List<Integer> IMAGE = List.of(CHANNELS, 8, 8);
  private static final List<Integer> HALF = List.of(CHANNELS, 4, 4);
  private static final Operation POOL = new Operation.MaxPool(pooling());

  @BeforeAll
  static void loadKernels() {
    KernelBackend.resolve(KernelChoice.of(Backend.ONEDNN));
  }

  private static Pooling2d pooling() {
    Size2d two = new Size2d(2, 2);
    return new Pooling2d(two, two, new Size2d(0, 0), new Size2d(1, 1), false, true, 0);
  }

  private static Operation convolution() {
    Size2d one = new Size2d(1, 1);
    return new Operation.Convolution(new Convolution2d(one, one, new Size2d(0, 0), one, 1), true);
  }

  /** A convolution, which has gradients, and the operation on its output. */
  private static List<OperationNode> with(Operation operation, List<Integer> outputShape) {
    return List.of(
        node("conv", convolution(), List.of(OperationNode.NETWORK_INPUT), IMAGE),
        node("operation", operation, List.of(0), outputShape));
  }

  private static OperationNode node(
      String name, Operation operation, List<Integer> inputs, List<Integer> shape) {
    return new OperationNode(name, operation, inputs, shape, 0);
  }

  private static List<OperationNode> withTwoInputs(Operation operation, List<Integer> shape) {
    List<OperationNode> nodes = new ArrayList<>(with(new Operation.Rectifier(), IMAGE));
    nodes.add(node("both", operation, List.of(0, 1), shape));
    return nodes;
  }

  private static List<OperationNode> scaled() {
    List<OperationNode> nodes =
        new ArrayList<>(with(new Operation.LayerScale(), List.of(CHANNELS, 1, 1)));
    nodes.add(node("multiply", new Operation.Multiply(), List.of(0, 1), IMAGE));
    return nodes;
  }

  private static List<OperationNode> unpooling() {
    List<OperationNode> nodes = new ArrayList<>(with(POOL, HALF));
    nodes.add(node("unpool", new Operation.MaxUnpool(), List.of(1, 1), IMAGE));
    return nodes;
  }

  static Stream<List<OperationNode>> networks() {
    return Stream.of(
        with(convolution(), IMAGE),
        List.of(
            node("flatten", new Operation.Flatten(), List.of(-1), List.of(CHANNELS * 64)),
            node("linear", new Operation.Linear(true), List.of(0), List.of(5))),
        with(new Operation.BatchNormalization(1e-5, OptionalDouble.of(0.1), true, true), IMAGE),
        with(new Operation.GroupNormalization(4, 1e-5, true), IMAGE),
        with(new Operation.LocalResponseNormalization(new LocalResponse(5, 1e-4, 0.75, 1)), IMAGE),
        withTwoInputs(new Operation.Add(), IMAGE),
        withTwoInputs(new Operation.Concat(), List.of(2 * CHANNELS, 8, 8)),
        withTwoInputs(new Operation.Multiply(), IMAGE),
        scaled(),
        with(new Operation.LayerNormalization(1, 1e-6, true), IMAGE),
        with(new Operation.ChannelSlice(4), List.of(8, 8, 8)),
        with(new Operation.ChannelShuffle(2), IMAGE),
        with(new Operation.Permute(List.of(0, 2, 3, 1)), List.of(8, 8, CHANNELS)),
        with(new Operation.Permute(List.of(0, 2, 1, 3)), List.of(8, CHANNELS, 8)),
        with(new Operation.ExampleDropout(new Operation.Dropout(0.5)), IMAGE),
        with(new Operation.ZeroPadShortcut(2, 8), List.of(2 * CHANNELS, 4, 4)),
        with(new Operation.Rectifier(), IMAGE),
        with(new Operation.Elementwise(new Activation.SiLU()), IMAGE),
        with(new Operation.ParametricRectifier(1), IMAGE),
        with(new Operation.RandomizedRectifier(0.1, 0.3), IMAGE),
        with(new Operation.Softmax(1), IMAGE),
        with(POOL, HALF),
        unpooling(),
        with(new Operation.AveragePool(pooling()), HALF),
        with(new Operation.AdaptiveAveragePool(), List.of(CHANNELS, 1, 1)),
        with(new Operation.Flatten(), List.of(CHANNELS * 64)),
        with(new Operation.Dropout(0.5), IMAGE),
        with(new Operation.ChannelDropout(new Operation.Dropout(0.5)), IMAGE));
  }

  @Test
  void allOperationsAreTried() {
    List<Class<?>> tried =
        networks()
            .flatMap(List::stream)
            .<Class<?>>map(node -> node.operation().getClass())
            .distinct()
            .toList();

    assertThat(tried)
        .containsExactlyInAnyOrderElementsOf(List.of(Operation.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyOperationHasAPlan(List<OperationNode> nodes) {
    int size = 1 << 16;
    try (FloatPointer parameters = new FloatPointer((long) size);
        FloatPointer gradients = new FloatPointer((long) size);
        PlanMemory memory = new PlanMemory(buffer(parameters), buffer(gradients));
        Plan training = Plan.training(nodes, IMAGE, BATCH_SIZE, Precision.F32, memory);
        Plan evaluation = Plan.evaluation(nodes, IMAGE, BATCH_SIZE, Precision.F32, memory)) {
      FloatBuffer images = memory.input((long) BATCH_SIZE * CHANNELS * 64);
      for (int i = 0; i < images.capacity(); i++) {
        images.put(i, i % 13 - 6);
      }

      int outputs =
          nodes.get(nodes.size() - 1).outputShape().stream()
              .reduce(BATCH_SIZE, Math::multiplyExact);
      assertThat(training.forward(1).capacity()).isEqualTo(outputs);
      training.backward(1);
      assertThat(evaluation.forward(1).capacity()).isEqualTo(outputs);
    }
  }

  private static FloatBuffer buffer(FloatPointer pointer) {
    FloatBuffer values = pointer.asBuffer();
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, 0.5f);
    }

    return values;
  }

  /** JavaCPP and oneDNN throw that error, which is no exception, while a plan is made. */
  @Test
  void leavesNoMemoryWhereMemoryRunsOut() {
    List<OperationNode> nodes = withTwoInputs(new Operation.Add(), IMAGE);
    AtomicInteger asked = new AtomicInteger();
    try (FloatPointer values = new FloatPointer(1L << 16);
        PlanMemory memory = new PlanMemory(buffer(values), buffer(values))) {
      Plan.training(
              failing(nodes, asked, Integer.MAX_VALUE), IMAGE, BATCH_SIZE, Precision.F32, memory)
          .close();
      int all = asked.get();
      long before = Pointer.totalBytes();
      for (int i = 0; i < 20; i++) {
        List<OperationNode> failing = failing(nodes, asked, all);
        assertThatThrownBy(() -> Plan.training(failing, IMAGE, BATCH_SIZE, Precision.F32, memory))
            .isInstanceOf(OutOfMemoryError.class)
            .hasMessage("as of JavaCPP");
      }

      assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before);
    }
  }

  /** Which runs out of memory when it is asked for a node for the so manieth time. */
  private static List<OperationNode> failing(
      List<OperationNode> nodes, AtomicInteger asked, int last) {
    asked.set(0);
    return new AbstractList<>() {
      @Override
      public OperationNode get(int index) {
        if (asked.incrementAndGet() >= last) {
          throw new OutOfMemoryError("as of JavaCPP");
        }

        return nodes.get(index);
      }

      @Override
      public int size() {
        return nodes.size();
      }
    };
  }

  /** As one would be that is new: the network then runs layer by layer, or is refused by name. */
  @Test
  void whatHasNoPlanIsRefusedByName() {
    List<OperationNode> nodes = with(new Operation.Rectifier(), IMAGE);

    for (PlanBuilder.Mode mode : PlanBuilder.Mode.values()) {
      try (NativeScope scope = new NativeScope()) {
        PlanBuilder builder =
            new PlanBuilder(
                scope, TestPlan::withoutPlan, nodes, IMAGE, BATCH_SIZE, mode, Precision.F32);
        assertThatThrownBy(builder::build)
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessage(
                "oneDNN has no fast implementation of the forward pass of layer \"operation\""
                    + " (Rectifier[]) at batch size 2; use the kernel backend \"nd4j\"");
      }
    }
  }

  private static OperationPlan withoutPlan(PlanBuilder plan, int node) {
    if (plan.name(node).equals("operation")) {
      throw plan.unsupported(node, "forward");
    }

    return OperationPlans.of(plan, node);
  }
}
