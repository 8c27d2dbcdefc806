package org.convoy.data.transform.batch;

import java.util.List;
import org.convoy.data.transform.BatchTransform;
import org.convoy.data.transform.ImageBatch;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code RandomChoice}: one of several transforms, drawn uniformly for each batch, as
 * its reference training does when both Mixup and CutMix are asked for.
 *
 * @param transforms at least one
 */
public record RandomChoice(List<BatchTransform> transforms) implements BatchTransform {
  public RandomChoice {
    transforms = List.copyOf(transforms);

    if (transforms.isEmpty()) {
      throw new IllegalArgumentException("RandomChoice needs at least one transform");
    }
  }

  @Override
  public void apply(ImageBatch batch, RandomSource random) {
    transforms.get(random.nextInt(transforms.size())).apply(batch, random);
  }

  @Override
  public String toString() {
    return "RandomChoice" + transforms;
  }
}
