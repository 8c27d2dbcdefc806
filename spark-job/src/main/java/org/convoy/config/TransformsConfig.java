package org.convoy.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.data.transform.Transform;
import org.convoy.data.transform.TransformStages;
import org.convoy.data.transform.catalog.TransformCatalog;

/** What images go through before they are normalized, and after it. */
public record TransformsConfig(
    @Key(
            defaultValue = "[]",
            description =
                "Of training images: transforms of the image, then of the normalized tensor"
                    + " (randomErasing), then of the batch (mixup, cutMix, randomChoice); see"
                    + " docs/data.md")
        List<Call> train,
    @Key(
            defaultValue = "[]",
            description = "Of validation images, and of images that the model is used on")
        List<Call> validation)
    implements SectionCheck, Serializable {

  public TransformsConfig {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
  }

  /** The transforms of training images. */
  public TransformStages trainStages() {
    return stages(train);
  }

  /** The transforms of validation images. */
  public TransformStages validationStages() {
    return stages(validation);
  }

  /**
   * Makes the transforms that are called for.
   *
   * @throws IllegalArgumentException naming the first that is wrong, by its place
   */
  public static TransformStages stages(List<Call> calls) {
    List<Transform> transforms = new ArrayList<>();
    for (int index = 0; index < calls.size(); index += 1) {
      Call call = calls.get(index);
      try {
        transforms.add(TransformCatalog.create(call.name(), call.arguments()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("element " + (index + 1) + ": " + e.getMessage(), e);
      }
    }

    return TransformStages.of(transforms);
  }

  @Override
  public void check(Problems problems) {
    check("train", train, problems);
    if (check("validation", validation, problems) && !validationStages().batches().isEmpty()) {
      problems.add(
          "validation",
          "%s mixes images of a batch, which is only for training"
              .formatted(validationStages().batches().get(0)));
    }
  }

  private static boolean check(String key, List<Call> calls, Problems problems) {
    try {
      stages(calls);
      return true;
    } catch (IllegalArgumentException e) {
      problems.add(key, e.getMessage());
      return false;
    }
  }
}
