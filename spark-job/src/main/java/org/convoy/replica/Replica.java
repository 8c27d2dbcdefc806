package org.convoy.replica;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.feed.BatchFeed.Batch;
import org.convoy.metric.EvaluationCounter;
import org.convoy.metric.Histogram;
import org.convoy.nn.kernel.KernelProfile;
import org.convoy.nn.loss.Targets;
import org.convoy.nn.network.Network;
import org.convoy.nn.network.StepMetrics;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;
import org.convoy.strategy.RoundResult;
import org.convoy.strategy.StateSlices;
import org.convoy.strategy.StateSlices.Span;
import org.convoy.strategy.Strategy.Output;
import org.convoy.strategy.WorkerReport;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** A network instance with its optimizer, ready to train or evaluate minibatches of samples. */
public final class Replica implements AutoCloseable {
  private static final float[] NONE = {};

  private final TaskDevice device;
  private final Network network;
  private final Optimizer optimizer;
  private final OptimizerState optimizerState;
  private OptimizerState gradientSum;
  private int summedExamples;
  private double gradientNorm;

  private Replica(
      ReplicaSpec spec, TaskDevice device, Network network, OptimizerState optimizerState) {
    this.device = device;
    this.network = network;
    this.optimizer = spec.optimizer();
    this.optimizerState = optimizerState;
  }

  /**
   * Builds a replica on a device that the calling thread has entered.
   *
   * @throws ConfigException when this process cannot run the kernels that are asked for
   */
  public static Replica create(ReplicaSpec spec, TaskDevice device) {
    ComputationGraphConfiguration configuration =
        ModelZoo.configuration(spec.architecture(), spec.loss());
    try {
      return around(Network.create(configuration, spec.kernels(), spec.frozen()), spec, device);
    } catch (IllegalStateException | UnsupportedOperationException e) {
      throw new ConfigException(List.of("kernels: " + e.getMessage()));
    }
  }

  /**
   * Frees the network where there is no memory for its optimizer's state: tasks are tried again.
   */
  private static Replica around(Network network, ReplicaSpec spec, TaskDevice device) {
    try {
      return new Replica(
          spec, device, network, OptimizerState.create(spec.optimizer(), network.layout()));
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  /** Where it lies and computes. */
  public TaskDevice device() {
    return device;
  }

  /** For evaluation, which needs no optimizer. */
  public void loadParameters(float[] parameters) {
    network.setParameters(parameters);
  }

  /** Loads one of the slices of a state; vectors that it does not have stay as they are. */
  public void load(ModelState part, StateSlices slices, int slice) {
    if (part.parameters().length > 0) {
      network.writeParameters(
          slices.span(network.layout().size(), slice).offset(), part.parameters());
    }

    if (part.optimizerState().length > 0) {
      optimizerState.write(
          slices.span(optimizerState.size(), slice).offset(), part.optimizerState());
    }
  }

  /** A copy of a slice of the parameters. */
  private float[] parameters(StateSlices slices, int slice) {
    return parameters(slices.span(network.layout().size(), slice));
  }

  /** A copy of a slice of the optimizer's vector. */
  private float[] optimizerState(StateSlices slices, int slice) {
    return optimizerState(slices.span(optimizerState.size(), slice));
  }

  /** A slice of the latest gradients at the trainable parameters, of the statistics elsewhere. */
  private float[] gradientsAndStatistics(StateSlices slices, int slice) {
    Span span = slices.span(network.layout().size(), slice);
    float[] values = parameters(slices, slice);
    for (ParameterLayout.Range range : network.layout().trainable()) {
      int from = Math.max(range.offset(), span.offset());
      int to = Math.min(range.offset() + range.length(), span.offset() + span.length());
      if (from < to) {
        network.readGradients(from, values, from - span.offset(), to - from);
      }
    }

    return values;
  }

  /** How the latest gradients are spread, as the optimizer had them, by the tensors' names. */
  public Map<String, Histogram> gradientHistograms() {
    Map<String, Histogram> histograms = new LinkedHashMap<>();
    for (Segment tensor : network.layout().trainableTensors()) {
      float[] values = new float[tensor.length()];
      network.readGradients(tensor.offset(), values, 0, values.length);
      histograms.put(tensor.name(), Histogram.of(values, 0, values.length));
    }

    return histograms;
  }

  /** Floats of one image of the input. */
  public int imageElements() {
    return network.inputShape().stream().reduce(1, Math::multiplyExact);
  }

  /** Where a batch's images go, NCHW, before it is trained on or evaluated. */
  public FloatBuffer input(int batchSize) {
    return network.input(batchSize);
  }

  /**
   * As the first half of {@link #step}, of a minibatch that others of the same step follow: its
   * gradient waits for theirs.
   */
  public Tally accumulate(Targets targets, StepContext step) {
    StepMetrics metrics = network.computeGradients(targets, step.seed());
    if (gradientSum == null) {
      gradientSum = OptimizerState.zeros(network.layout());
    }

    addGradients(gradientSum.buffer(), metrics.examples(), 1);
    summedExamples += metrics.examples();
    return tally(metrics);
  }

  /**
   * To a target: the gradients of the latest minibatch times its examples, and the sum of those
   * before it, over all examples.
   */
  private void addGradients(FloatBuffer target, double examples, double all) {
    FloatBuffer gradients = network.gradientMemory().asFloatBuffer();
    FloatBuffer sum = gradientSum.buffer();
    boolean isFirst = summedExamples == 0;
    for (int i = 0; i < gradientSum.size(); i++) {
      double before = isFirst ? 0 : sum.get(i);
      target.put(i, (float) ((before + examples * gradients.get(i)) / all));
    }
  }

  /**
   * Forward, loss and backward on the batch in the input, and an update by the optimizer but where
   * gradients are wanted: by the mean of the gradients of the step's minibatches, weighted by their
   * examples.
   */
  public Tally step(Output output, Targets targets, StepContext step) {
    StepMetrics metrics = network.computeGradients(targets, step.seed());
    if (summedExamples > 0) {
      double all = (double) summedExamples + metrics.examples();
      addGradients(network.gradientMemory().asFloatBuffer(), metrics.examples(), all);
      summedExamples = 0;
    }

    gradientNorm = network.gradientNorm();
    if (output != Output.GRADIENTS) {
      network.update(optimizer, optimizerState, step);
    }

    return tally(metrics);
  }

  /** As {@link Network#startProfile}. */
  public void startProfile() {
    network.startProfile();
  }

  /** As {@link Network#takeProfile}. */
  public KernelProfile takeProfile() {
    return network.takeProfile();
  }

  /** Of the latest step: the Euclidean norm of all gradients, before penalties and clipping. */
  public double gradientNorm() {
    return gradientNorm;
  }

  /** A slice of what a worker brings back. */
  public RoundResult result(Output output, WorkerReport report, StateSlices slices, int slice) {
    return switch (output) {
      case STATE ->
          RoundResult.of(
              report, new ModelState(parameters(slices, slice), optimizerState(slices, slice)));
      case PARAMETERS -> RoundResult.of(report, new ModelState(parameters(slices, slice), NONE));
      case PARAMETERS_AND_OWN_OPTIMIZER ->
          new RoundResult(
              new ModelState(parameters(slices, slice), NONE),
              List.of(report),
              List.of(optimizerState(slices, slice)));
      case GRADIENTS ->
          RoundResult.of(report, new ModelState(gradientsAndStatistics(slices, slice), NONE));
    };
  }

  /**
   * The vectors of which the workers of a round take the mean, in native memory, in the order of
   * {@link ModelState}: gradients come with the running statistics at their places. Each is the
   * bytes of its floats, to be asked for at the end of each round, and changed in place.
   */
  public List<ByteBuffer> toMean(Output output) {
    return switch (output) {
      case STATE -> List.of(network.parameterMemory(), optimizerState.bytes());
      case PARAMETERS, PARAMETERS_AND_OWN_OPTIMIZER -> List.of(network.parameterMemory());
      case GRADIENTS -> {
        ByteBuffer gradients = network.gradientMemory();
        copyStatistics(network.parameterMemory().asFloatBuffer(), gradients.asFloatBuffer());
        yield List.of(gradients);
      }
    };
  }

  /**
   * Goes on from the mean, which {@link #toMean} has been changed to: with the optimizer's state
   * that the output asks for, and the update where it is one of gradients.
   */
  public void takeMean(Output output, StepContext step) {
    if (output == Output.GRADIENTS) {
      FloatBuffer gradients = network.gradientMemory().asFloatBuffer();
      copyStatistics(gradients, network.parameterMemory().asFloatBuffer());
      zeroStatistics(gradients);
      network.update(optimizer, optimizerState, step);
    } else if (output == Output.PARAMETERS) {
      fill(optimizerState.buffer(), 0, optimizerState.size(), 0);
    }
  }

  private void copyStatistics(FloatBuffer source, FloatBuffer target) {
    for (ParameterLayout.Segment segment : network.layout().segments()) {
      if (!segment.role().isTrainable()) {
        target.put(segment.offset(), source, segment.offset(), segment.length());
      }
    }
  }

  /** What holds of gradients there. */
  private void zeroStatistics(FloatBuffer gradients) {
    for (ParameterLayout.Segment segment : network.layout().segments()) {
      if (!segment.role().isTrainable()) {
        fill(gradients, segment.offset(), segment.length(), 0);
      }
    }
  }

  private static void fill(FloatBuffer buffer, int offset, int length, float value) {
    for (int i = offset; i < offset + length; i++) {
      buffer.put(i, value);
    }
  }

  /** Whether no parameter of a stretch is NaN or infinite. */
  public boolean isFinite(Span span) {
    FloatBuffer parameters = network.parameterMemory().asFloatBuffer();
    for (int i = span.offset(); i < span.offset() + span.length(); i++) {
      if (!Float.isFinite(parameters.get(i))) {
        return false;
      }
    }

    return true;
  }

  /** The stretches of the parameters that are trained. */
  public List<Span> trainable() {
    return network.layout().trainable().stream()
        .map(range -> new Span(range.offset(), range.length()))
        .toList();
  }

  /** A copy of a stretch of the parameters. */
  public float[] parameters(Span span) {
    float[] values = new float[span.length()];
    network.readParameters(span.offset(), values, 0, values.length);
    return values;
  }

  /** A copy of a stretch of the optimizer's vector. */
  public float[] optimizerState(Span span) {
    float[] values = new float[span.length()];
    optimizerState.read(span.offset(), values);
    return values;
  }

  /** Elements of the optimizer's vector. */
  public int optimizerFloats() {
    return optimizerState.size();
  }

  /** Elements of the parameters, running statistics included. */
  public int parameterFloats() {
    return network.layout().size();
  }

  /** Forward and loss on the batch in the input, in evaluation mode; its logits are counted. */
  public Tally evaluate(Batch batch, EvaluationCounter counter) {
    return tally(
        network.evaluate(
            Targets.ofClasses(batch.labels()),
            logits -> counter.add(batch.ids(), batch.labels(), logits)));
  }

  /** Logits of the batch in the input, in evaluation mode, row by row. */
  public float[] logits(int batchSize) {
    return network.logits(batchSize);
  }

  private static Tally tally(StepMetrics metrics) {
    return new Tally(
        metrics.examples(), metrics.lossSum(), metrics.lossWeight(), metrics.correct());
  }

  @Override
  public void close() {
    try (optimizerState) {
      network.close();
    } finally {
      if (gradientSum != null) {
        gradientSum.close();
      }
    }
  }
}
