package org.convoy.cli.argument;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.run.ModelFile;
import org.convoy.run.RunFolder;
import org.convoy.run.TrainedModel;
import org.convoy.weights.WeightChoice;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which trained model is meant. */
public final class ModelArguments {
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

  public String location() {
    return location;
  }

  public TrainedModel find(Configuration hadoop) {
    return TrainedModel.at(location, hadoop);
  }

  /**
   * A warning of weights that nobody said the normalization for, which the network was trained
   * with.
   */
  public static Optional<String> unnormalized(ModelFile model, List<String> settings) {
    return model.lacksNormalization()
            && settings.stream().noneMatch(setting -> setting.startsWith("data.normalize"))
        ? Optional.of(
            "Warning: %s does not say how images are normalized, so they are not; give data.normalize.mean and data.normalize.std, of torchvision's networks [0.485,0.456,0.406] and [0.229,0.224,0.225]"
                .formatted(model.source()))
        : Optional.empty();
  }

  /** Whether what is read of a run are the weights that its figures are of. */
  public boolean isMeasured(TrainedModel found) {
    return weights.choice() != WeightChoice.RAW
        || found
            .run()
            .flatMap(RunFolder::result)
            .filter(result -> result.averageSha256() != null)
            .isEmpty();
  }

  public ModelFile read(TrainedModel model, Configuration hadoop) {
    return model.read(Optional.ofNullable(network), weights.choice(), hadoop);
  }
}
