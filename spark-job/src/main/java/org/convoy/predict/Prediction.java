package org.convoy.predict;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.data.DataException;

/**
 * What a model says of one image.
 *
 * @param classes names, in the order of the outputs
 * @param probabilities of each, the softmax of the logits
 */
public record Prediction(List<String> classes, List<Double> probabilities) {
  public Prediction {
    classes = List.copyOf(classes);
    probabilities = List.copyOf(probabilities);
    if (classes.size() != probabilities.size()) {
      throw new IllegalArgumentException(
          "%d classes have as many probabilities, got %d"
              .formatted(classes.size(), probabilities.size()));
    }
  }

  /**
   * From logits.
   *
   * @throws DataException when one is not finite: there is no answer then
   */
  public static Prediction of(List<String> classes, float[] logits) {
    for (int label = 0; label < logits.length; label++) {
      if (!Float.isFinite(logits[label])) {
        throw notFinite("%s for class %s".formatted(logits[label], classes.get(label)));
      }
    }

    double largest = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
    double[] powers =
        IntStream.range(0, logits.length).mapToDouble(i -> Math.exp(logits[i] - largest)).toArray();
    double sum = IntStream.range(0, powers.length).mapToDouble(i -> powers[i]).sum();
    return new Prediction(
        classes, IntStream.range(0, powers.length).mapToObj(i -> powers[i] / sum).toList());
  }

  public static DataException notFinite(String found) {
    return new DataException(
        "the model",
        "finite outputs",
        found,
        "Its weights are too large for float32: train it with a smaller learning rate.");
  }

  /** Index of the most probable class, the first of equals. */
  public int label() {
    int best = 0;
    for (int i = 1; i < probabilities.size(); i++) {
      best = probabilities.get(i) > probabilities.get(best) ? i : best;
    }

    return best;
  }

  /** The most probable classes, best first, by index where equal; all if there are fewer. */
  public List<RankedClass> top(int count) {
    return IntStream.range(0, classes.size())
        .mapToObj(label -> new RankedClass(label, classes.get(label), probabilities.get(label)))
        .sorted(Comparator.comparingDouble(RankedClass::probability).reversed())
        .limit(count)
        .toList();
  }

  /** Name of the most probable class. */
  public String className() {
    return classes.get(label());
  }

  /** Probability of the most probable class, 0…1. */
  public double probability() {
    return probabilities.get(label());
  }
}
