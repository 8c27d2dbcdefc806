package org.convoy.bench.convoy;

import java.io.IOException;
import org.convoy.bench.Contestant;

/** The contestant {@code convoy}; it has one variant. */
public final class ConvoyContestant {
  private ConvoyContestant() {}

  public static void main(String[] arguments) throws IOException {
    Contestant.serve(
        arguments,
        (benchmarkCase, batchSize, variant) -> new ConvoyTrainer(benchmarkCase, batchSize));
  }
}
