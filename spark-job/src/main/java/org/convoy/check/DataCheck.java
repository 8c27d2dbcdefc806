package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
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
      return all();
    } catch (DataException e) {
      return List.of(problem(e));
    }
  }

  static Finding problem(DataException failure) {
    return Finding.problem(SUBJECT, Text.oneLine(failure.getMessage()));
  }

  static Finding unread(String split) {
    return Finding.warning(
        SUBJECT,
        "files of the %s data were written since the run began; convoy train reads them all and compares the content before it goes on"
            .formatted(split));
  }

  private List<Finding> all() {
    List<Finding> all = new ArrayList<>();
    all.add(
        Finding.ok(
            SUBJECT,
            "%s: %s; the first of each decodes"
                .formatted(run.datasets().train().location(), run.datasets().describe())));
    run.datasets().remarks().forEach(remark -> all.add(Finding.ok(SUBJECT, remark)));
    return all;
  }
}
