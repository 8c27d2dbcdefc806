package org.convoy.nn.optimizer;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.parameter.ParameterLayout.Range;
import org.convoy.nn.parameter.Role;

/**
 * What keeps parameters small: penalties {@code l1 * sum |w| + l2 * sum w²} that are added to the
 * loss, over the weights of layers (not biases, nor parameters of norms), and to which parameters
 * the optimizer's own weight decay applies.
 *
 * @param l1 at least 0
 * @param l2 at least 0
 * @param decayed what the optimizer's weight decay applies to
 */
public record Regularization(double l1, double l2, Decayed decayed) implements Serializable {
  /** No penalties; weight decay of all trainable parameters, as PyTorch does by itself. */
  public static final Regularization NONE = new Regularization(0, 0, Decayed.ALL);

  /** Which parameters decay. */
  public enum Decayed {
    /** All trainable parameters. */
    ALL,
    /** Weights, but neither biases nor the parameters of norms. */
    WEIGHTS
  }

  public Regularization {
    Bounds.NOT_NEGATIVE.check("l1", l1);
    Bounds.NOT_NEGATIVE.check("l2", l2);
    requireNonNull(decayed, "decayed is null");
  }

  /** A stretch of the flat vector with one treatment. */
  record Stretch(Range range, Treatment treatment) {}

  /**
   * What is done with a parameter.
   *
   * @param rule which of the step's optimizers updates it
   */
  record Treatment(int rule, float l1, float l2, float weightDecay) {
    boolean isPenalized() {
      return l1 != 0 || l2 != 0;
    }

    /** Adds the penalties' gradients. */
    void penalize(float[] parameters, float[] gradients, int length) {
      float slope = l1;
      float curvature = 2 * l2;
      for (int i = 0; i < length; i++) {
        float value = parameters[i];
        float sign = value > 0 ? 1 : value < 0 ? -1 : 0;
        gradients[i] += slope * sign + curvature * value;
      }
    }
  }

  /** The treatment of a tensor by a rule with this weight decay. */
  Treatment treatment(Role role, int rule, double weightDecay) {
    if (role == Role.WEIGHT) {
      return new Treatment(rule, (float) l1, (float) l2, (float) weightDecay);
    }

    return new Treatment(rule, 0, 0, decayed == Decayed.ALL ? (float) weightDecay : 0);
  }
}
