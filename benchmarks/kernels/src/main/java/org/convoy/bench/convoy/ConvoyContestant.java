package org.convoy.bench.convoy;

import java.io.IOException;
import org.convoy.bench.BenchmarkCase;
import org.convoy.bench.Contestant;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Precision;

/** The contestant {@code convoy}; its variants are the kernels, with :bf16 behind for that. */
public final class ConvoyContestant {
  private ConvoyContestant() {}

  public static void main(String[] arguments) throws IOException {
    Contestant.serve(
        arguments,
        (benchmarkCase, batchSize, variant) ->
            trainer(benchmarkCase, batchSize, variant.split(":", 2)));
  }

  private static ConvoyTrainer trainer(
      BenchmarkCase benchmarkCase, int batchSize, String[] variant) {
    Precision precision = variant.length == 1 ? Precision.F32 : Precision.of(variant[1]);
    return new ConvoyTrainer(benchmarkCase, batchSize, Backend.of(variant[0]), precision);
  }
}
