package org.convoy.nn.loss;

import static java.util.Objects.requireNonNull;

/**
 * What a batch's outputs are compared with: a class for each example, or a value for each output,
 * such as the class probabilities that mixing of images and labels gives.
 */
public final class Targets {
  private final int[] classes;
  private final double[] values;
  private final int examples;

  private Targets(int[] classes, double[] values, int examples) {
    this.classes = classes;
    this.values = values;
    this.examples = examples;
  }

  /** The class of each example. */
  public static Targets ofClasses(int... classes) {
    return new Targets(requireNonNull(classes, "classes is null").clone(), null, classes.length);
  }

  /**
   * A value for each output.
   *
   * @param values [examples, outputs], example by example
   * @throws IllegalArgumentException if they are not a whole number of examples
   */
  public static Targets ofValues(float[] values, int outputs) {
    double[] wide = new double[requireNonNull(values, "values is null").length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }

    return ofValues(wide, outputs);
  }

  /** As {@link #ofValues(float[], int)}. */
  public static Targets ofValues(double[] values, int outputs) {
    requireNonNull(values, "values is null");
    if (outputs < 1 || values.length % outputs != 0) {
      throw new IllegalArgumentException(
          "Targets must have a value for each of %s outputs of each example, got %s"
              .formatted(outputs, values.length));
    }

    return new Targets(null, values.clone(), values.length / outputs);
  }

  public int examples() {
    return examples;
  }

  /** True if they are a class for each example. */
  public boolean areClasses() {
    return classes != null;
  }

  /** The class of an example: the given one, or the first with the largest value. */
  public int classOf(int example) {
    if (classes != null) {
      return classes[example];
    }

    int outputs = values.length / examples;
    int largest = 0;
    for (int i = 1; i < outputs; i++) {
      if (values[example * outputs + i] > values[example * outputs + largest]) {
        largest = i;
      }
    }

    return largest;
  }

  /**
   * The value for an output of an example; classes are 1 at their own output and 0 elsewhere.
   *
   * @param outputs of an example
   */
  public double value(int example, int output, int outputs) {
    if (classes != null) {
      return classes[example] == output ? 1 : 0;
    }

    return values[example * outputs + output];
  }

  /**
   * Checks that they fit a network.
   *
   * @throws IllegalArgumentException if a class is not in 0 … outputs - 1 and not one that the loss
   *     ignores, or if there is not a value for each output
   */
  public void check(int outputs, Loss loss) {
    if (classes == null && (long) examples * outputs != values.length) {
      throw new IllegalArgumentException(
          "Targets have %s values an example for %s outputs"
              .formatted(values.length / examples, outputs));
    }

    for (int i = 0; classes != null && i < classes.length; i++) {
      if ((classes[i] < 0 || classes[i] >= outputs) && !loss.ignores(classes[i])) {
        throw new IllegalArgumentException(
            "Label %s of example %s is not in 0 … %s; does the network have enough classes?"
                .formatted(classes[i], i, outputs - 1));
      }
    }
  }
}
