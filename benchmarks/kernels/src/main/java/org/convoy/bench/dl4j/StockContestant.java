package org.convoy.bench.dl4j;

import java.io.IOException;
import org.convoy.bench.Contestant;

/** The contestant {@code dl4j}; it has one variant. */
public final class StockContestant {
  private StockContestant() {}

  public static void main(String[] arguments) throws IOException {
    Contestant.serve(
        arguments,
        (benchmarkCase, batchSize, variant) -> new StockTrainer(benchmarkCase, batchSize));
  }
}
