package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's web interface calls the jobs of a training. */
@Tag("spark")
final class TestJobNames {
  private static final int SAMPLES = 40;

  @TempDir private Path folder;

  /** Spark makes it by its name. */
  public static final class Names extends SparkListener {
    static final Set<String> SEEN = Collections.synchronizedSet(new LinkedHashSet<>());

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      SEEN.add(job.properties().getProperty("spark.job.description", ""));
    }
  }

  @Test
  void epochsRoundsAndValidations() {
    SparkConf conf =
        SmallTraining.conf("local[2]").set("spark.extraListeners", Names.class.getName());

    SmallTraining.of("local[2]", SAMPLES, "epochs=2", "batchSize=10", "sync.every=1")
        .run(conf, folder, new TrainingListener() {});

    List<String> names = new ArrayList<>(Names.SEEN);
    names.removeIf(String::isEmpty);
    assertThat(names)
        .containsExactly(
            "epoch 1/2 \u00b7 round 1/2",
            "epoch 1/2 \u00b7 round 2/2",
            "epoch 1/2 \u00b7 validation",
            "epoch 2/2 \u00b7 round 1/2",
            "epoch 2/2 \u00b7 round 2/2",
            "epoch 2/2 \u00b7 validation");
  }
}
