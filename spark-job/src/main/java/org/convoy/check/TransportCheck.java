package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.check.executor.Text;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.SyncConfig.Transport;
import org.convoy.train.round.ComputeStage;
import org.convoy.train.round.Exchange;

/** How workers are synchronised, and whether they can be as the config asks. */
record TransportCheck(ConvoyConfig config, JavaSparkContext spark) implements Check {
  private static final String SUBJECT = "synchronisation";

  TransportCheck {
    requireNonNull(config, "config is null");
    requireNonNull(spark, "spark is null");
  }

  @Override
  public List<Finding> findings() {
    Optional<String> reason = Exchange.whyNotDirect(config, spark);
    if (reason.isPresent()) {
      return List.of(Finding.ok(SUBJECT, "each round is a Spark job: " + reason.get()));
    }

    return List.of(
        config.sync().transport() == Transport.DIRECT ? asked() : Finding.ok(SUBJECT, DIRECT));
  }

  private static final String DIRECT = "workers take the mean of each round among themselves";

  private Finding asked() {
    if (Exchange.isDynamic(spark)) {
      return Finding.problem(
          SUBJECT,
          "sync.transport = direct needs executors that stay: set"
              + " spark.dynamicAllocation.enabled=false, or sync.transport = auto");
    }

    int slots = ComputeStage.of(spark).slots(spark);
    return slots >= config.workers()
        ? Finding.ok(SUBJECT, DIRECT)
        : Finding.problem(
            SUBJECT,
            "sync.transport = direct needs a task slot for each of %s; there are %d: lower workers,"
                    .formatted(Text.count(config.workers(), "worker"), slots)
                + " or set sync.transport = auto");
  }
}
