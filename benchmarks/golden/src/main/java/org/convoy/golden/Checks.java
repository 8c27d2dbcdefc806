package org.convoy.golden;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.convoy.golden.layer.LayerChecks;
import org.convoy.golden.model.ModelCheck;
import org.convoy.golden.reference.Check;
import org.convoy.golden.training.TrainingChecks;
import org.convoy.golden.transform.TransformChecks;

/** Finds the check of an operation. */
final class Checks {
  private static final Map<String, Check> CHECKS = new TreeMap<>();
  private static final Map<String, Check> BY_PLAIN_NAME = new TreeMap<>();

  static {
    CHECKS.putAll(LayerChecks.all());
    CHECKS.putAll(TrainingChecks.all());
    CHECKS.putAll(TransformChecks.all());
    CHECKS.put(ModelCheck.NAME, new ModelCheck());
    CHECKS.forEach((name, check) -> BY_PLAIN_NAME.put(plain(name), check));
  }

  private Checks() {}

  /**
   * The check of an operation, by the name of PyTorch's class or function.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known ones
   */
  static Check of(String op) {
    Check check = CHECKS.getOrDefault(op, BY_PLAIN_NAME.get(plain(op)));
    if (check == null) {
      throw new IllegalArgumentException(
          "unknown op \"" + op + "\"; known are " + String.join(", ", CHECKS.keySet()));
    }

    return check;
  }

  /** So that adjust_hue is AdjustHue. */
  private static String plain(String op) {
    return op.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
