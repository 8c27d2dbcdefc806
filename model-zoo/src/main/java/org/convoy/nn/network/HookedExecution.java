package org.convoy.nn.network;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.convoy.nn.dl4j.LayerRuntime;
import org.convoy.nn.hook.HookRegistry;
import org.convoy.nn.hook.LayerTensor;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.NativeThreads;
import org.convoy.nn.loss.Loss;
import org.convoy.nn.loss.LossValue;
import org.convoy.nn.loss.Targets;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a graph vertex by vertex and shows hooks what each gives. On the input of another execution,
 * of which it computes the same: the same bytes as {@link GraphExecution}, up to rounding the same
 * as {@link PlanExecution}. A pass keeps all activations and gradients until its end.
 */
final class HookedExecution implements Execution {
  private static final String WORKSPACE = "CONVOY_HOOKED_PASS";
  private static final WorkspaceConfiguration WORKSPACE_CONFIGURATION =
      WorkspaceConfiguration.builder()
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policyAllocation(AllocationPolicy.OVERALLOCATE)
          .policyReset(ResetPolicy.BLOCK_LEFT)
          .policySpill(SpillPolicy.REALLOCATE)
          .build();

  private final ComputationGraph graph;
  private final NetworkOutputs outputs;
  private final Loss loss;
  private final HookRegistry hooks;
  private final Execution plain;
  private final List<Integer> inputShape;
  private final LayerWorkspaceMgr workspaces =
      LayerWorkspaceMgr.builder().defaultWorkspace(WORKSPACE, WORKSPACE_CONFIGURATION).build();

  HookedExecution(
      ComputationGraph graph,
      NetworkOutputs outputs,
      HookRegistry hooks,
      Execution plain,
      List<Integer> inputShape) {
    this.graph = graph;
    this.outputs = outputs;
    this.loss = outputs.loss().loss();
    this.hooks = hooks;
    this.plain = plain;
    this.inputShape = inputShape;
  }

  @Override
  public FloatBuffer input(int batchSize) {
    return plain.input(batchSize);
  }

  @Override
  public StepMetrics forwardBackward(Targets targets, long seed) {
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof LayerRuntime<?> seeded) {
        seeded.useSeed(seed);
      }
    }

    return pass(
        () -> {
          INDArray output = forward(targets.examples(), true);
          LossValue value = loss.of(ArrayMemory.copyAsDoubles(output), asLabels(targets));
          backward(outputs.trained(), gradient(output, value.gradient()));
          return StepMetrics.of(targets, value);
        });
  }

  @Override
  public double[] logits(int batchSize) {
    return pass(() -> ArrayMemory.copyAsDoubles(forward(batchSize, false)));
  }

  @Override
  public KernelChoice kernels() {
    return plain.kernels();
  }

  /**
   * Forward in evaluation mode, then backward from this gradient by the logits. Parameters that
   * have no part in it get the gradient 0.
   *
   * @param logitsGradient [batch, classes]
   * @return the logits, [batch, classes]
   */
  double[] evaluateGradients(int batchSize, double[] logitsGradient) {
    return pass(
        () -> {
          INDArray logits = forward(batchSize, false);
          graph.getFlattenedGradients().assign(0);
          backward(outputs.logits(), gradient(logits, logitsGradient));
          return ArrayMemory.copyAsDoubles(logits);
        });
  }

  /** What the pass allocates is freed; the graph would hold on to arrays of it. */
  private <T> T pass(Supplier<T> pass) {
    NativeThreads.useOne();
    MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(WORKSPACE_CONFIGURATION, WORKSPACE);
    try {
      return pass.get();
    } finally {
      Arrays.stream(graph.getVertices()).forEach(GraphVertex::clear);
      workspace.close();
    }
  }

  private INDArray forward(int batchSize, boolean training) {
    List<String> order = graph.getConfiguration().getTopologicalOrderStr();
    Map<String, INDArray> values = new HashMap<>();
    for (String name : training ? outputs.trained(order) : outputs.evaluated(order)) {
      GraphVertex vertex = graph.getVertex(name);
      if (vertex.isInputVertex()) {
        values.put(name, batch(batchSize));
      } else {
        INDArray output = forward(vertex, values, training);
        values.put(name, output);
        hooks.forward(name, () -> copy(output));
      }
    }

    return values.get(training ? outputs.trained() : outputs.logits());
  }

  private INDArray forward(GraphVertex vertex, Map<String, INDArray> values, boolean training) {
    List<String> inputs = inputsOf(vertex.getVertexName());
    for (int i = 0; i < inputs.size(); i++) {
      vertex.setInput(i, values.get(inputs.get(i)), workspaces);
    }

    return vertex.doForward(training, workspaces);
  }

  /** Gradients are added up where an output forks, in the order in which DL4J does it. */
  private void backward(String end, INDArray endGradient) {
    Map<String, INDArray> gradients = new HashMap<>(Map.of(end, endGradient));
    int[] order = graph.topologicalSortOrder();
    for (int i = order.length - 1; i >= 0; i--) {
      GraphVertex vertex = graph.getVertices()[order[i]];
      INDArray gradient = gradients.remove(vertex.getVertexName());
      if (gradient != null && !vertex.isInputVertex()) {
        hooks.backward(vertex.getVertexName(), () -> copy(gradient));
        vertex.setEpsilon(gradient);
        List<String> inputs = inputsOf(vertex.getVertexName());
        INDArray[] inputGradients = vertex.doBackward(false, workspaces).getSecond();
        for (int j = 0; j < inputGradients.length; j++) {
          gradients.merge(inputs.get(j), inputGradients[j], INDArray::add);
        }
      }
    }
  }

  private List<String> inputsOf(String vertex) {
    return graph.getConfiguration().getVertexInputs().get(vertex);
  }

  private INDArray batch(int batchSize) {
    LongStream sizes = inputShape.stream().mapToLong(Integer::longValue);
    long[] shape = LongStream.concat(LongStream.of(batchSize), sizes).toArray();
    INDArray batch = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    FloatBuffer values = ArrayMemory.floats(batch);
    values.put(0, plain.input(batchSize), 0, values.capacity());
    return batch;
  }

  private static INDArray gradient(INDArray output, double[] values) {
    INDArray gradient = Nd4j.createUninitialized(DataType.FLOAT, output.shape(), 'c');
    ArrayMemory.assign(gradient, values);
    return gradient;
  }

  /** A graph's labels are floats: targets are rounded alike. */
  private Targets asLabels(Targets targets) {
    if (targets.areClasses()) {
      return targets;
    }

    int classes = outputs.loss().classes();
    float[] values = new float[targets.examples() * classes];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) targets.value(i / classes, i % classes, classes);
    }

    return Targets.ofValues(values, classes);
  }

  private static LayerTensor copy(INDArray array) {
    List<Integer> shape = LongStream.of(array.shape()).mapToObj(Math::toIntExact).toList();
    float[] values = new float[Math.toIntExact(array.length())];
    ArrayMemory.floats(ArrayMemory.dense(array)).get(0, values);
    return new LayerTensor(shape, values);
  }

  /** Its workspace is the thread's, and the network frees those. */
  @Override
  public void close() {}
}
