package org.convoy.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parameters with settings of their own, one of PyTorch's parameter groups.
 *
 * @param match names of parameters, or patterns of them
 * @param learningRateScale factor of the schedule's learning rate
 * @param settings keys of the section {@code optimizer} with the group's values
 */
public record OptimizerGroup(
    List<String> match, double learningRateScale, Map<String, Object> settings) {
  public OptimizerGroup {
    match = List.copyOf(match);
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }
}
