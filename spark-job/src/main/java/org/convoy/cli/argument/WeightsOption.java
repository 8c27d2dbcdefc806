package org.convoy.cli.argument;

import org.convoy.weights.WeightChoice;
import picocli.CommandLine.Option;

/** Which weights are meant of a file that holds two of a network. */
public final class WeightsOption {
  @Option(
      names = "--weights",
      paramLabel = "ema|raw",
      description =
          "of what holds both, the averaged weights (EMA) or the raw ones (default: of a run, those"
              + " that its training measured, which is the average if it keeps one; of another"
              + " program's checkpoint the raw ones, if they are there)")
  private Weights weights;

  /** As people write them. */
  private enum Weights {
    EMA,
    RAW
  }

  public WeightChoice choice() {
    if (weights == null) {
      return WeightChoice.RAW_IF_THERE;
    }

    return weights == Weights.EMA ? WeightChoice.EMA : WeightChoice.RAW;
  }
}
