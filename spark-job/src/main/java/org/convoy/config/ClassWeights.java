package org.convoy.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Factors of the classes' parts of cross-entropy, in the order of the classes; or {@link
 * #BALANCED}, for which the training images of each class have to be counted first.
 */
public record ClassWeights(List<Double> values) {
  /** The same weight for all classes together: scikit-learn's {@code balanced}. */
  public static final ClassWeights BALANCED = new ClassWeights(List.of());

  public ClassWeights {
    values = List.copyOf(values);
  }

  boolean isBalanced() {
    return values.isEmpty();
  }

  /**
   * Balanced weights: all images, divided by the number of classes and by the images of each class.
   * Classes that have none are not counted and get 1.
   *
   * @param images of each class
   */
  static ClassWeights balanced(long[] images) {
    long all = Arrays.stream(images).sum();
    long classes = Arrays.stream(images).filter(count -> count > 0).count();
    return new ClassWeights(
        IntStream.range(0, images.length)
            .mapToObj(label -> images[label] == 0 ? 1.0 : (double) all / (classes * images[label]))
            .toList());
  }
}
