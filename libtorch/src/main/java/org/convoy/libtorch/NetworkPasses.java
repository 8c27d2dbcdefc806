package org.convoy.libtorch;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.convoy.nn.kernel.Passes;
import org.convoy.nn.kernel.onednn.plan.Topology;
import org.convoy.nn.op.OperationNode;

/** Runs a network's operations one after the other, and back. */
@SuppressWarnings("try") // A scope frees what is made within, without being referred to.
final class NetworkPasses implements Passes {
  private final List<Site> sites = new ArrayList<>();
  private final List<Operator> operators = new ArrayList<>();
  private final int evaluated;
  private final List<Integer> inputShape;
  private final List<List<Integer>> lastReads;
  private final Topology topology;
  private final Topology topologyToInput;

  /** Of what lives as long as this. */
  private final PointerScope lasting;

  private FloatPointer input;

  NetworkPasses(
      List<OperationNode> nodes,
      int evaluated,
      List<Integer> inputShape,
      FloatBuffer parameters,
      FloatBuffer gradients) {
    this.evaluated = evaluated;
    this.inputShape = List.copyOf(inputShape);
    lastReads = lastReads(nodes.subList(0, evaluated));
    topology = new Topology(nodes, false);
    topologyToInput = new Topology(nodes, true);
    lasting = new PointerScope();
    // Leaves the thread when it is closed for the first time, and frees at the second.
    try (PointerScope entered = lasting.extend()) {
      Tensor values = flat(parameters);
      Tensor slopes = flat(gradients);
      for (OperationNode node : nodes) {
        Site site = new Site(node, inputShapes(node, nodes), values, slopes);
        sites.add(site);
        operators.add(Operators.of(site));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** For each node, those whose outputs nobody reads after it. */
  private static List<List<Integer>> lastReads(List<OperationNode> nodes) {
    List<List<Integer>> done = new ArrayList<>();
    Set<Integer> read = new HashSet<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      List<Integer> inputs = nodes.get(i).inputs();
      done.add(0, inputs.stream().filter(from -> from >= 0).distinct().filter(read::add).toList());
    }

    return done;
  }

  private List<List<Integer>> inputShapes(OperationNode node, List<OperationNode> nodes) {
    return node.inputs().stream()
        .map(
            from ->
                from == OperationNode.NETWORK_INPUT ? inputShape : nodes.get(from).outputShape())
        .toList();
  }

  private static Tensor flat(FloatBuffer values) {
    return torch.from_blob(new FloatPointer(values), values.capacity());
  }

  @Override
  public FloatBuffer input(int batchSize) {
    long floats =
        inputShape.stream().mapToLong(Integer::longValue).reduce(batchSize, Math::multiplyExact);
    if (input == null || input.capacity() < floats) {
      free();
      input = new FloatPointer(floats);
    }

    ByteBuffer bytes = new FloatPointer(input).capacity(floats).asByteBuffer();
    return bytes.asFloatBuffer();
  }

  @Override
  public void train(int batchSize, long seed, UnaryOperator<double[]> gradient) {
    try (PointerScope scope = new PointerScope();
        Pass pass = training(batchSize, seed, topology)) {
      run(pass, gradient);
    }
  }

  @Override
  public double[] trainWithInputGradient(
      int batchSize, long seed, UnaryOperator<double[]> gradient) {
    try (PointerScope scope = new PointerScope();
        Pass pass = training(batchSize, seed, topologyToInput)) {
      run(pass, gradient);
      return copy(pass.inputGradient());
    }
  }

  private Pass training(int batchSize, long seed, Topology way) {
    return new Pass(Pass.Mode.TRAINING, seed, way, batch(batchSize), sites.size());
  }

  private void run(Pass pass, UnaryOperator<double[]> gradientOf) {
    Libtorch.prepareThread();
    for (int i = 0; i < sites.size(); i++) {
      pass.forward(i, sites.get(i), operators.get(i));
    }

    Tensor output = pass.value(sites.size() - 1);
    pass.startBackward(like(output, gradientOf.apply(copy(output))));
    for (int i = sites.size() - 1; i >= 0; i--) {
      pass.backward(i, sites.get(i), operators.get(i));
    }
  }

  @Override
  public double[] evaluate(int batchSize) {
    Libtorch.prepareThread();
    try (PointerScope scope = new PointerScope();
        Pass pass = new Pass(Pass.Mode.EVALUATION, 0, topology, batch(batchSize), evaluated)) {
      for (int i = 0; i < evaluated; i++) {
        pass.forward(i, sites.get(i), operators.get(i));
        for (int done : lastReads.get(i)) {
          pass.free(done);
        }
      }

      return copy(pass.value(evaluated - 1));
    }
  }

  private Tensor batch(int batchSize) {
    long[] shape =
        LongStream.concat(
                LongStream.of(batchSize), inputShape.stream().mapToLong(Integer::longValue))
            .toArray();
    Tensor images = torch.from_blob(input, shape);
    return shape.length == 4 ? images.contiguous(MemoryFormat.ChannelsLast) : images;
  }

  private static Tensor like(Tensor output, double[] values) {
    Tensor gradient = torch.empty(Shape.of(output));
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }

    gradient.data_ptr_float().put(floats);
    return gradient;
  }

  private static double[] copy(Tensor tensor) {
    float[] floats = new float[Math.toIntExact(tensor.numel())];
    Shape.contiguous(tensor).data_ptr_float().get(floats);
    double[] values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }

    return values;
  }

  private void free() {
    if (input != null) {
      input.deallocate();
      input = null;
    }
  }

  @Override
  public void close() {
    free();
    lasting.close();
  }
}
