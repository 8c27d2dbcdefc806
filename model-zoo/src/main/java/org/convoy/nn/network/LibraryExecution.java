package org.convoy.nn.network;

import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.KernelLibrary;
import org.convoy.nn.kernel.NativeThreads;
import org.convoy.nn.kernel.Passes;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.loss.Loss;
import org.convoy.nn.loss.LossValue;
import org.convoy.nn.loss.Targets;

/** Runs the passes by the library of {@link Backend#LIBTORCH}; the loss is Convoy's own. */
final class LibraryExecution implements Execution {
  private final Isa isa;
  private final Loss loss;
  private final Passes passes;

  /**
   * On the network's flat vectors.
   *
   * @throws UnsupportedOperationException if a layer is no operation; the message names it
   */
  LibraryExecution(
      NetworkBlueprint blueprint,
      KernelLibrary library,
      FloatBuffer parameters,
      FloatBuffer gradients) {
    isa = library.instructionSet();
    loss = blueprint.outputs().loss().loss();
    passes =
        library.passes(
            blueprint.operations(),
            blueprint.evaluatedOperations().size(),
            blueprint.inputShape(),
            parameters,
            gradients);
  }

  @Override
  public FloatBuffer input(int batchSize) {
    return passes.input(batchSize);
  }

  @Override
  public StepMetrics forwardBackward(Targets targets, long seed) {
    NativeThreads.useOne();
    AtomicReference<LossValue> value = new AtomicReference<>();
    passes.train(
        targets.examples(),
        seed,
        logits -> {
          value.set(loss.of(logits, targets));
          return value.get().gradient();
        });
    return StepMetrics.of(targets, value.get());
  }

  @Override
  public double[] logits(int batchSize) {
    NativeThreads.useOne();
    return passes.evaluate(batchSize);
  }

  @Override
  public KernelChoice kernels() {
    return new KernelChoice(Backend.LIBTORCH, isa, Precision.F32);
  }

  @Override
  public void close() {
    passes.close();
  }
}
