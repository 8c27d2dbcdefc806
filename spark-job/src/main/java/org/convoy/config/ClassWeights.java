package org.convoy.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.convoy.config.binding.Range;
import org.convoy.config.binding.ValueType;
import org.convoy.config.binding.ValueTypes;

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
  record Type(ValueTypes.ListOf list) implements ValueType {
    static Type of(Range range) {
      return new Type(new ValueTypes.ListOf(new ValueTypes.Real(range)));
    }

    private static final String WORD = "balanced";

    @Override
    public Optional<Object> read(ConfigValue value, Consumer<String> problems) {
      if (WORD.equals(value.unwrapped())) {
        return Optional.of(BALANCED);
      }

      if (value.valueType() != ConfigValueType.LIST || ((List<?>) value).isEmpty()) {
        problems.accept("expected " + describe());
        return Optional.empty();
      }

      return list.read(value, problems).map(Type::weights);
    }

    @SuppressWarnings("unchecked") // of numbers, as the list's type is
    private static ClassWeights weights(Object values) {
      return new ClassWeights((List<Double>) values);
    }

    @Override
    public String describe() {
      return WORD + ", or " + list.describe();
    }

    @Override
    public String render(Object value) {
      ClassWeights weights = (ClassWeights) value;
      return weights.isBalanced() ? WORD : list.render(weights.values());
    }

    @Override
    public Object placeholder() {
      return BALANCED;
    }
  }
}
