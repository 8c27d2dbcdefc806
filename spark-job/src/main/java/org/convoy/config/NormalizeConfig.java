package org.convoy.config;

import java.io.Serializable;
import java.util.List;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;

/** Normalization by channel: (x - mean) / std. Empty lists: none. */
public record NormalizeConfig(
    @Key(defaultValue = "[]", description = "Mean of each channel; empty: no normalization")
        List<Double> mean,
    @Key(
            defaultValue = "[]",
            above = 0,
            description = "Standard deviation of each channel; as many as there are means")
        List<Double> std)
    implements SectionCheck, Serializable {

  public NormalizeConfig {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  @Override
  public void check(Problems problems) {
    if (mean.size() != std.size()) {
      problems.add(
          std.isEmpty() ? "mean" : "std",
          "mean and std need one value for each channel, but there are %d means and %d stds"
              .formatted(mean.size(), std.size()));
    }
  }
}
