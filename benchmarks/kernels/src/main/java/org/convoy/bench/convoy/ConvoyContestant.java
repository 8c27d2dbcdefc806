package org.convoy.bench.convoy;

import java.io.IOException;
import org.convoy.bench.Contestant;
import org.convoy.nn.kernel.Backend;

/** The contestant {@code convoy}; its variants are the kernels. */
public final class ConvoyContestant {
  private ConvoyContestant() {}

  public static void main(String[] arguments) throws IOException {
    Contestant.serve(
        arguments,
        (benchmarkCase, batchSize, variant) ->
            new ConvoyTrainer(benchmarkCase, batchSize, Backend.of(variant)));
  }
}
