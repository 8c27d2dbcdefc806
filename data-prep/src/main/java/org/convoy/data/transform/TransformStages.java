package org.convoy.data.transform;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Transforms in the order in which they are applied: those of the image, those of its normalized
 * tensor, those of the batch.
 *
 * @param images before ToTensor and Normalize
 * @param tensors after Normalize
 * @param batches once all images are in the batch
 */
public record TransformStages(
    List<ImageTransform> images, List<TensorTransform> tensors, List<BatchTransform> batches)
    implements Serializable {
  public TransformStages {
    images = List.copyOf(images);
    tensors = List.copyOf(tensors);
    batches = List.copyOf(batches);
  }

  /**
   * Sorts transforms into stages.
   *
   * @throws IllegalArgumentException when one comes before another of an earlier stage
   */
  public static TransformStages of(List<Transform> transforms) {
    List<ImageTransform> images = new ArrayList<>();
    List<TensorTransform> tensors = new ArrayList<>();
    List<BatchTransform> batches = new ArrayList<>();

    for (Transform transform : transforms) {
      if (transform instanceof ImageTransform image) {
        requireNoneBefore(image, tensors, "the normalized tensor");
        requireNoneBefore(image, batches, "the batch");
        images.add(image);
      } else if (transform instanceof TensorTransform tensor) {
        requireNoneBefore(tensor, batches, "the batch");
        tensors.add(tensor);
      } else {
        batches.add((BatchTransform) transform);
      }
    }

    return new TransformStages(images, tensors, batches);
  }

  private static void requireNoneBefore(
      Transform transform, List<? extends Transform> later, String what) {
    if (!later.isEmpty()) {
      throw new IllegalArgumentException(
          "%s must come before %s, which transforms %s".formatted(transform, later.get(0), what));
    }
  }

  /** The way of one image into a batch. */
  public TransformPipeline pipeline(ToTensorNormalize toTensor) {
    return new TransformPipeline(images, toTensor, tensors);
  }
}
