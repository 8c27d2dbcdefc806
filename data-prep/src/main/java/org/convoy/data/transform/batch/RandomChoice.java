package org.convoy.data.transform.batch;

import java.util.List;
import org.convoy.data.transform.BatchTransform;
import org.convoy.data.transform.ImageBatch;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code RandomChoice}: one of several transforms, drawn for each batch, as its
 * reference training does when both Mixup and CutMix are asked for.
 *
 * @param transforms at least one
 * @param p how probable each is, as weights, which need not add up to 1; empty: all alike
 */
public record RandomChoice(List<BatchTransform> transforms, List<Double> p)
    implements BatchTransform {
  public RandomChoice {
    transforms = List.copyOf(transforms);
    p = List.copyOf(p);

    if (transforms.isEmpty()) {
      throw new IllegalArgumentException("RandomChoice needs at least one transform");
    }

    if (!p.isEmpty()) {
      check(p, transforms.size());
    }
  }

  /** Of transforms that are all as probable. */
  public RandomChoice(List<BatchTransform> transforms) {
    this(transforms, List.of());
  }

  private static void check(List<Double> weights, int count) {
    if (weights.size() != count) {
      throw new IllegalArgumentException(
          "p must have one number for each of the %d transforms, got %s".formatted(count, weights));
    }

    if (weights.stream().anyMatch(weight -> !(weight >= 0))
        || !(sum(weights) > 0 && Double.isFinite(sum(weights)))) {
      throw new IllegalArgumentException(
          "p must be numbers of at least 0, not all of them 0, got " + weights);
    }
  }

  private static double sum(List<Double> weights) {
    return weights.stream().mapToDouble(Double::doubleValue).sum();
  }

  @Override
  public void apply(ImageBatch batch, RandomSource random) {
    int chosen = p.isEmpty() ? random.nextInt(transforms.size()) : draw(random);
    transforms.get(chosen).apply(batch, random);
  }

  private int draw(RandomSource random) {
    double left = random.uniform() * sum(p);
    int chosen = 0;
    int last = p.size() - 1;
    while (chosen < last && left >= p.get(chosen)) {
      left -= p.get(chosen);
      chosen++;
    }

    return chosen;
  }

  @Override
  public String toString() {
    return "RandomChoice" + transforms + (p.isEmpty() ? "" : "(p=" + p + ")");
  }
}
