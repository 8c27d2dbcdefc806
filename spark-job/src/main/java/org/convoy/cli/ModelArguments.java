package org.convoy.cli;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.run.ModelFile;
import org.convoy.run.TrainedModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which trained model is meant. */
final class ModelArguments {
  @Parameters(
      index = "0",
      paramLabel = "RUN_OR_WEIGHTS",
      description =
          "a run folder (its final model, else its newest checkpoint's), a checkpoint,"
              + " RUN/checkpoints/best, or a weights file")
  private String location;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "the network that a weights file of another program is for")
  private String network;

  @Mixin private WeightsOption weights;

  String location() {
    return location;
  }

  TrainedModel find(Configuration hadoop) {
    return TrainedModel.at(location, hadoop);
  }

  ModelFile read(TrainedModel model, Configuration hadoop) {
    return model.read(Optional.ofNullable(network), weights.choice(), hadoop);
  }
}
