package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.train.Datasets;
import org.convoy.train.Pretrained;
import org.convoy.train.Trainer;

/**
 * A training that is about to begin, or to go on. What can never be trained is refused with a
 * ConfigException.
 */
public record PlannedRun(
    ConvoyConfig config,
    Datasets datasets,
    ModelDescription model,
    Pretrained pretrained,
    RunFolder folder) {
  public PlannedRun {
    requireNonNull(config, "config is null");
    requireNonNull(datasets, "datasets is null");
    requireNonNull(model, "model is null");
    requireNonNull(pretrained, "pretrained is null");
    requireNonNull(folder, "folder is null");
    Trainer.requirePlan(config, datasets, model);
  }

  /** What a run folder remembers of the data and the weights it begins with, by name. */
  public Map<String, String> fingerprints(Configuration hadoop) {
    Map<String, String> fingerprints = new TreeMap<>(datasets.fingerprints(hadoop));
    fingerprints.putAll(pretrained.fingerprint());
    return fingerprints;
  }
}
