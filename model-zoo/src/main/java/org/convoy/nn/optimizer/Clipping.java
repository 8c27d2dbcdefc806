package org.convoy.nn.optimizer;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * A limit to the gradients of a step, which are those of one worker's minibatch.
 *
 * @param kind what is limited
 * @param limit above 0
 */
public record Clipping(Kind kind, double limit) implements Serializable {
  /** No limit. */
  public static final Clipping NONE = new Clipping(Kind.NONE, Double.POSITIVE_INFINITY);

  /** What is limited. */
  public enum Kind {
    NONE,
    /** The Euclidean norm of all gradients together. */
    NORM,
    /** The magnitude of each gradient. */
    VALUE
  }

  private static final double NORM_OFFSET = 1e-6;

  public Clipping {
    requireNonNull(kind, "kind is null");
    if (!(limit > 0)) {
      throw new IllegalArgumentException("The limit of gradients must be above 0, got " + limit);
    }
  }

  /** Scales the gradients down to this norm, PyTorch's {@code clip_grad_norm_}. */
  public static Clipping byNorm(double maxNorm) {
    return new Clipping(Kind.NORM, maxNorm);
  }

  /** Limits each gradient to ± this value, PyTorch's {@code clip_grad_value_}. */
  public static Clipping byValue(double clipValue) {
    return new Clipping(Kind.VALUE, clipValue);
  }

  /** The factor of gradients with this norm. */
  float scale(double norm) {
    return (float) Math.min(1, limit / (norm + NORM_OFFSET));
  }
}
