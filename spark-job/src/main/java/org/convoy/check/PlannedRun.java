package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.config.ConvoyConfig;
import org.convoy.replica.DriverModel;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.train.Datasets;
import org.convoy.train.Pretrained;
import org.convoy.train.Trainer;

/**
 * A training that is about to begin, or to go on. What can never be trained is refused with a
 * ConfigException.
 */
public final class PlannedRun {
  private final ConvoyConfig config;
  private final Datasets datasets;
  private final ModelDescription model;
  private final Pretrained pretrained;
  private final RunFolder folder;
  private Optional<DriverModel> driverModel = Optional.empty();

  public PlannedRun(
      ConvoyConfig config,
      Datasets datasets,
      ModelDescription model,
      Pretrained pretrained,
      RunFolder folder) {
    this.config = requireNonNull(config, "config is null");
    this.datasets = requireNonNull(datasets, "datasets is null");
    this.model = requireNonNull(model, "model is null");
    this.pretrained = requireNonNull(pretrained, "pretrained is null");
    this.folder = requireNonNull(folder, "folder is null");
    Trainer.requirePlan(config, datasets, model);
  }

  public ConvoyConfig config() {
    return config;
  }

  public Datasets datasets() {
    return datasets;
  }

  public ModelDescription model() {
    return model;
  }

  public Pretrained pretrained() {
    return pretrained;
  }

  public RunFolder folder() {
    return folder;
  }

  /**
   * What the driver knows of the model, made when it is first asked for: a finished run needs none.
   *
   * @throws org.convoy.config.binding.ConfigException when this process cannot run the kernels that
   *     are asked for
   */
  public DriverModel driverModel() {
    if (driverModel.isEmpty()) {
      driverModel = Optional.of(DriverModel.of(config, model));
    }

    return driverModel.orElseThrow();
  }

  /** A trainer of it, but for its folder. */
  public Trainer.Builder trainer(JavaSparkContext spark) {
    return Trainer.builder(spark, driverModel(), datasets).pretrained(pretrained);
  }

  /** What a run folder remembers of the data and the weights it begins with, by name. */
  public Map<String, String> fingerprints(Configuration hadoop) {
    Map<String, String> fingerprints = new TreeMap<>(datasets.fingerprints(hadoop));
    fingerprints.putAll(pretrained.fingerprint());
    return fingerprints;
  }
}
