package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.train.FirstSamples;

/** Whether the first image of each split can be read, decoded and transformed. */
record DataCheck(PlannedRun run, Configuration hadoop) implements Check {
  static final String SUBJECT = "data";

  DataCheck {
    requireNonNull(run, "run is null");
    requireNonNull(hadoop, "hadoop is null");
  }

  @Override
  public List<Finding> findings() {
    try {
      FirstSamples.load(run.config(), run.datasets(), run.model(), hadoop);
      return List.of(Finding.ok(SUBJECT, counts()));
    } catch (DataException e) {
      return List.of(problem(e));
    }
  }

  static Finding problem(DataException failure) {
    return Finding.problem(SUBJECT, Text.oneLine(failure.getMessage()));
  }

  private String counts() {
    return "%s: %,d training and %,d test images, %d classes; the first of each decodes"
        .formatted(
            run.datasets().train().location(),
            run.datasets().train().size(),
            run.datasets().validation().size(),
            run.datasets().train().classes().size());
  }
}
