package org.convoy.check;

import static java.util.Objects.requireNonNull;

import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.train.Datasets;
import org.convoy.train.config.ConvoyConfig;

/** A training that is about to begin, or to go on. */
public record PlannedRun(
    ConvoyConfig config, Datasets datasets, ModelDescription model, RunFolder folder) {
  public PlannedRun {
    requireNonNull(config, "config is null");
    requireNonNull(datasets, "datasets is null");
    requireNonNull(model, "model is null");
    requireNonNull(folder, "folder is null");
  }
}
