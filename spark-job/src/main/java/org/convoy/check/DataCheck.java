package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.check.executor.Text;
import org.convoy.data.DataException;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.train.FirstSamples;
import org.convoy.train.HeapNeed;

/**
 * Whether the first image of each split can be read, decoded and transformed; here, where there is
 * memory for it.
 *
 * @param image what decoding one takes, going by the headers
 */
record DataCheck(PlannedRun run, DecodingMemory image, Configuration hadoop) implements Check {
  static final String SUBJECT = "data";

  DataCheck {
    requireNonNull(run, "run is null");
    requireNonNull(image, "image is null");
    requireNonNull(hadoop, "hadoop is null");
  }

  @Override
  public List<Finding> findings() {
    Optional<Finding> tooLarge = tooLarge(image, Runtime.getRuntime().maxMemory());
    if (tooLarge.isPresent()) {
      return List.of(tooLarge.get());
    }

    try {
      FirstSamples.load(run.config(), run.datasets(), run.model(), hadoop);
      return all();
    } catch (DataException e) {
      return List.of(problem(e));
    }
  }

  /** The driver decodes one as well, to see that it can be done. */
  static Optional<Finding> tooLarge(DecodingMemory image, long heapBytes) {
    long least = HeapNeed.IDLE + image.heap();
    return heapBytes >= least
        ? Optional.empty()
        : Optional.of(
            Finding.problem(
                "decoding",
                ("the driver has a heap of %s; the largest image seen takes %s while it is decoded:"
                        + " set CONVOY_DRIVER_MEMORY=%s (spark-submit: --driver-memory), begin"
                        + " data.transforms with a resize or a crop, which need no whole image, or"
                        + " lower data.maxPixels")
                    .formatted(Text.size(heapBytes), Text.size(least), Text.setting(least))));
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
