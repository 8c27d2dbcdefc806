package org.convoy.train;

import java.util.Collections;
import org.convoy.data.Image;
import org.convoy.data.feed.BatchWriter;
import org.convoy.data.transform.ToTensorNormalize;
import org.convoy.run.ModelDescription;
import org.convoy.train.config.NormalizeConfig;

/** The way of samples into a network's input. */
final class Loaders {
  private Loaders() {}

  static BatchWriter writer(ModelDescription description) {
    NormalizeConfig normalization = description.normalization();
    int channels = description.architecture().inputChannels();
    ToTensorNormalize toTensor =
        normalization.mean().isEmpty()
            ? ToTensorNormalize.of(
                Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0))
            : ToTensorNormalize.of(normalization.mean(), normalization.std());
    return (sample, batch, index) -> toTensor.write((Image) sample.image(), batch, index);
  }
}
