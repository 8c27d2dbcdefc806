package org.convoy.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convoy.common.argument.ArgumentType;
import org.convoy.common.argument.ArgumentTypes;
import org.convoy.common.argument.Bounds;

/**
 * Factors of the classes' parts of cross-entropy, in the order of the classes; or {@link
 * #BALANCED}, for which the training images of each class have to be counted first.
 */
public record ClassWeights(List<Double> values) {
  /** The same weight for all classes together: scikit-learn's {@code balanced}. */
  public static final ClassWeights BALANCED = new ClassWeights(List.of());

  private static final String WORD = "balanced";

  public ClassWeights {
    values = List.copyOf(values);
  }

  boolean isBalanced() {
    return values.isEmpty();
  }

  double[] counted() {
    if (isBalanced()) {
      throw new IllegalStateException("The images of each class are not counted yet");
    }

    return values.stream().mapToDouble(Double::doubleValue).toArray();
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

  /** A weight for each class, or the word that has them counted. */
  static ArgumentType<ClassWeights> type(Bounds bounds) {
    ArgumentType<List<Double>> list =
        ArgumentTypes.list(ArgumentTypes.number(bounds)).filter(weights -> !weights.isEmpty());
    return ArgumentTypes.oneOf(Map.of(WORD, BALANCED))
        .or(list.map(ClassWeights::new))
        .map(
            weights -> weights,
            weights -> weights.isBalanced() ? WORD : list.writer().apply(weights.values));
  }
}
