package org.convoy.dl4j;

import java.util.List;
import org.convoy.nn.kernel.NativeThreads;
import org.nd4j.linalg.factory.Nd4j;

/** A network of any layers, trained by DL4J's own fit. */
abstract class FittedReplica implements Replica {
  private BatchArrays batch;

  /** Forward, backward and one update on these arrays; the score. */
  abstract double fit(BatchArrays arrays, StepNumber number);

  abstract void closeNetwork();

  @Override
  public final double step(List<byte[]> rows, ExampleLayout layout, StepNumber number, long seed) {
    NativeThreads.useOne();
    Nd4j.getRandom().setSeed(seed);
    batch = BatchArrays.reuse(batch, layout);
    batch.fill(rows);
    return fit(batch, number);
  }

  @Override
  public final void close() {
    closeNetwork();
    if (batch != null) {
      batch.close();
    }
  }
}
