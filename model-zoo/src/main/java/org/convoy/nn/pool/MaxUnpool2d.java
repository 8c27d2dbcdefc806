package org.convoy.nn.pool;

import static org.convoy.nn.dl4j.ArrayOperations.execute;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.LayerRuntime;
import org.convoy.nn.dl4j.VertexArithmetic;
import org.convoy.nn.dl4j.VertexConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The partial inverse of max pooling, PyTorch's {@code MaxUnpool2d}: puts each value where a {@link
 * MaxPool2d} of the same network found its maximum, and zeros elsewhere. A vertex with two inputs:
 * the values, and the pooling layer whose indices it takes, which must be made with {@code
 * returnIndices()} and have an output of the values' shape; no gradient goes to the latter.
 *
 * <pre>
 * .addLayer("pool", MaxPool2d.builder(2).returnIndices().build(), "conv1")
 * .addLayer("conv2", Conv2d.builder(8, 3).padding(1).build(), "pool")
 * .addVertex("unpool", MaxUnpool2d.builder(2).build(), "conv2", "pool")
 * </pre>
 *
 * <p>Indices count the pixels of the pooling layer's input row by row, and likewise those of this
 * output, so the two should have the same size. The output is [channels, oh, ow] with
 *
 * <pre>oh = (height - 1) * stride - 2 * padding + kernel</pre>
 *
 * unless {@code outputSize} is set. Where windows overlap, one place may get several values: the
 * last one stays.
 */
public final class MaxUnpool2d extends VertexConfiguration {
  private int[] kernelSize;
  private int[] stride;
  private int[] padding;
  private int[] outputSize;

  /** For JSON. */
  private MaxUnpool2d() {}

  private MaxUnpool2d(Builder builder) {
    kernelSize = builder.kernelSize;
    stride = builder.stride;
    padding = builder.padding;
    outputSize = builder.outputSize;
  }

  /** For a pooling with square windows side by side: the stride is the kernel size unless set. */
  public static Builder builder(int kernelSize) {
    return builder(kernelSize, kernelSize);
  }

  /** For a pooling with windows of this height and width, side by side. */
  public static Builder builder(int kernelHeight, int kernelWidth) {
    return new Builder(kernelHeight, kernelWidth);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.MaxUnpool());
  }

  @Override
  public List<Integer> outputShape() {
    List<Integer> input = inputShape();
    return List.of(input.get(0), length(0, input), length(1, input));
  }

  private int length(int axis, List<Integer> input) {
    return outputSize == null ? defaultLength(axis, input) : outputSize[axis];
  }

  private int defaultLength(int axis, List<Integer> input) {
    return (input.get(axis + 1) - 1) * stride[axis] - 2 * padding[axis] + kernelSize[axis];
  }

  @Override
  protected void checkInputs(List<List<Integer>> shapes) {
    if (shapes.size() != 2 || !shapes.get(0).equals(shapes.get(1)) || shapes.get(0).size() != 3) {
      throw new IllegalArgumentException(
          "MaxUnpool2d needs two inputs of the same shape [channels, height, width], the values and"
              + " the MaxPool2d layer whose indices it takes, got "
              + shapes);
    }

    checkOutputSize(shapes.get(0));
  }

  /** PyTorch's rule: less than a stride from the size that follows from the input's. */
  private void checkOutputSize(List<Integer> input) {
    for (int axis = 0; axis < 2; axis++) {
      int distance = Math.abs(length(axis, input) - defaultLength(axis, input));
      if (distance >= stride[axis] || length(axis, input) < 1) {
        throw new IllegalArgumentException(
            ("MaxUnpool2d cannot make an output of %s x %s pixels of the input %s: each"
                    + " length must be positive and within stride - 1 of %s x %s")
                .formatted(
                    length(0, input),
                    length(1, input),
                    input,
                    defaultLength(0, input),
                    defaultLength(1, input)));
      }
    }
  }

  @Override
  protected VertexArithmetic arithmetic(ComputationGraph graph, String name) {
    String source = graph.getConfiguration().getVertexInputs().get(name).get(1);
    checkIndices(name, poolOf(graph, name, source));
    return new Unpooling(graph, source);
  }

  private static MaxPool2d poolOf(ComputationGraph graph, String name, String source) {
    GraphVertex vertex = graph.getConfiguration().getVertices().get(source);
    if (vertex instanceof LayerVertex layer
        && layer.getLayerConf().getLayer() instanceof MaxPool2d pool
        && pool.returnsIndices()) {
      return pool;
    }

    throw new IllegalArgumentException(
        ("MaxUnpool2d \"%s\" needs as its second input a MaxPool2d layer made with"
                + " returnIndices(), but \"%s\" is none")
            .formatted(name, source));
  }

  private void checkIndices(String name, MaxPool2d pool) {
    List<Integer> output = outputShape();
    int pixels = output.get(1) * output.get(2);
    int largest = pool.largestIndex();
    if (largest >= pixels) {
      throw new IllegalArgumentException(
          ("MaxUnpool2d \"%s\" has an output of %s x %s pixels, too small for the indices,"
                  + " up to %s, of a pooling of %s; set outputSize to the size of the pooling"
                  + " layer's input")
              .formatted(name, output.get(1), output.get(2), largest, pool.inputShape()));
    }
  }

  private record Unpooling(ComputationGraph graph, String pool) implements VertexArithmetic {
    private static final int PLANE_AXIS = 0;

    /** Of the pass that is running: the pooling layer is an input, so it ran before. */
    private INDArray indices() {
      LayerRuntime<?> layer = (LayerRuntime<?>) graph.getLayer(pool);
      return ((MaxPool2d.MaxArithmetic) layer.arithmetic()).indices();
    }

    @Override
    public void forward(INDArray[] inputs, INDArray output) {
      checkInside(indices(), output.size(2) * output.size(3));
      output.assign(0);
      execute(
          DynamicCustomOp.builder("scatter_upd")
              .addInputs(flat(output), flatIndices(indices(), output), flat(inputs[0]))
              .addOutputs(flat(output)));
    }

    @Override
    public void backward(INDArray[] inputs, INDArray outputGradient, INDArray[] inputGradients) {
      execute(
          DynamicCustomOp.builder("gather")
              .addInputs(flat(outputGradient), flatIndices(indices(), outputGradient))
              .addOutputs(flat(inputGradients[0]))
              .addIntegerArguments(PLANE_AXIS));
      inputGradients[1].assign(0);
    }

    private static void checkInside(INDArray indices, long area) {
      long largest = indices.maxNumber().longValue();
      if (largest >= area) {
        throw new IllegalArgumentException(
            "Index %s of max pooling is not in an output plane of %s pixels"
                .formatted(largest, area));
      }
    }

    private static INDArray flat(INDArray array) {
      return array.reshape(array.length());
    }

    /** The indices counted over all planes of the unpooled array. */
    private static INDArray flatIndices(INDArray indices, INDArray unpooled) {
      long planes = indices.size(0) * indices.size(1);
      long area = unpooled.size(2) * unpooled.size(3);
      double[] starts = new double[Math.toIntExact(planes)];
      for (int plane = 0; plane < planes; plane++) {
        starts[plane] = (double) plane * area;
      }

      INDArray start = Nd4j.createFromArray(starts).castTo(DataType.INT64).reshape('c', planes, 1);
      return flat(indices.reshape('c', planes, indices.length() / planes).add(start));
    }
  }

  /** Optional settings, with PyTorch's defaults; they are those of the pooling to be undone. */
  public static final class Builder extends PoolingBuilder<Builder> {
    private int[] outputSize;

    private Builder(int kernelHeight, int kernelWidth) {
      super(kernelHeight, kernelWidth);
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Height and width of the output, less than a stride from what follows from the input; to be
     * set where the pooling layer's windows did not reach all of its input.
     */
    public Builder outputSize(int height, int width) {
      outputSize = Shapes.checkAtLeast("outputSize", new int[] {height, width}, 1);
      return this;
    }

    public MaxUnpool2d build() {
      return new MaxUnpool2d(this);
    }
  }
}
