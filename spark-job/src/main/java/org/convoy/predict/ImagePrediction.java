package org.convoy.predict;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a model says of one image file, or why it says nothing.
 *
 * @param image the file, as it was asked for
 * @param top the most probable classes, best first; none where there is a problem
 * @param problem why the image cannot be classified
 */
public record ImagePrediction(String image, List<RankedClass> top, Optional<String> problem) {
  public ImagePrediction {
    requireNonNull(image, "image is null");
    requireNonNull(problem, "problem is null");
    top = List.copyOf(top);
  }

  public static ImagePrediction of(String image, List<RankedClass> top) {
    return new ImagePrediction(image, top, Optional.empty());
  }

  /** Of an image that cannot be classified. */
  public static ImagePrediction failed(String image, String problem) {
    return new ImagePrediction(image, List.of(), Optional.of(problem));
  }
}
