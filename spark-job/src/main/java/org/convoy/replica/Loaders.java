package org.convoy.replica;

import java.util.Collections;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.DataConfig;
import org.convoy.config.NormalizeConfig;
import org.convoy.config.TransformsConfig;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.feed.SampleLoader;
import org.convoy.data.feed.SampleLoader.Scaling;
import org.convoy.data.transform.ToTensorNormalize;
import org.convoy.data.transform.TransformStages;
import org.convoy.run.ModelDescription;

/** The way of samples into a network's input. */
public final class Loaders {
  private Loaders() {}

  /** Of training images, in the first epoch. */
  public static SampleLoader training(ConvoyConfig config, ModelDescription model) {
    return loader(config, model, config.data().transforms().trainStages());
  }

  /** Of images that are evaluated, as the model's own description says. */
  public static SampleLoader evaluation(ConvoyConfig config, ModelDescription model) {
    return loader(config, model, TransformsConfig.stages(model.transforms()));
  }

  private static SampleLoader loader(
      ConvoyConfig config, ModelDescription model, TransformStages stages) {
    int channels = model.architecture().inputChannels();
    return new SampleLoader(
        channels == 1 ? ColorMode.GRAY : ColorMode.RGB,
        config.data().decodeOptions(),
        scaling(config.data()),
        stages.pipeline(toTensor(model.normalization(), channels)),
        config.seed());
  }

  public static Scaling scaling(DataConfig data) {
    return data.scaledDecoding() ? Scaling.DECODE_SMALLER : Scaling.FULL_SIZE;
  }

  /** ToTensor alone when there is no normalization. */
  public static ToTensorNormalize toTensor(NormalizeConfig normalization, int channels) {
    return normalization.mean().isEmpty()
        ? ToTensorNormalize.of(
            Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0))
        : ToTensorNormalize.of(normalization.mean(), normalization.std());
  }
}
