package org.convoy.train.config;

import java.io.Serializable;
import java.util.List;

/** What images go through before they are normalized, and after it. */
public record TransformsConfig(
    @Key(
            defaultValue = "[]",
            description =
                "Of training images: transforms of the image, then of the normalized tensor"
                    + " (randomErasing), then of the batch (mixup, cutMix); see docs/data.md")
        List<Call> train,
    @Key(
            defaultValue = "[]",
            description = "Of validation images, and of images that the model is used on")
        List<Call> validation)
    implements Serializable {

  public TransformsConfig {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
  }
}
