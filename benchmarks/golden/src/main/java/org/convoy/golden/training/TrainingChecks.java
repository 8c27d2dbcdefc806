package org.convoy.golden.training;

import java.util.HashMap;
import java.util.Map;
import org.convoy.golden.reference.Check;

/** The checks of what makes a network learn, by PyTorch's names. */
public final class TrainingChecks {
  private TrainingChecks() {}

  /** The checks by PyTorch's names. */
  public static Map<String, Check> all() {
    Map<String, Check> checks = new HashMap<>();
    Losses.NAMES.forEach(name -> checks.put(name, new LossCheck()));
    Optimizers.NAMES.forEach(name -> checks.put(name, new OptimizerCheck()));
    Schedules.NAMES.forEach(name -> checks.put(name, new ScheduleCheck()));
    checks.put(PlateauCheck.NAME, new PlateauCheck());
    checks.put("LinearCrossEntropyL1L2", new PenaltyCheck());
    return Map.copyOf(checks);
  }
}
