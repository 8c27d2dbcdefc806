package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.awaitility.Awaitility;
import org.bytedeco.javacpp.Pointer;
import org.convoy.spark.ScalaCollections;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.round.Handover.ByReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.runtime.AbstractFunction1;

/** What a training leaves behind after each of its rounds. */
@Tag("spark")
@Tag("slow")
final class TestGrowth {
  private static final int ROUNDS = 1_000;

  /** Replicas are built, classes loaded, metrics' ring buffers filled by then. */
  private static final int SETTLED = 300;

  /** Of the samples, and what the latest jobs' tasks were made of. */
  private static final int MOST_BLOCKS = 20;

  @TempDir private Path folder;

  /**
   * What the process holds.
   *
   * @param heap bytes after a collection
   * @param direct bytes of buffers outside the heap
   * @param nativeBytes as JavaCPP counts them
   * @param handovers values handed to tasks by reference
   * @param blocks of RDDs and broadcasts in the block manager
   * @param files of the block manager, shuffle files among them
   * @param shuffles that Spark knows of
   */
  private record Held(
      long heap,
      long direct,
      long nativeBytes,
      int handovers,
      int blocks,
      int files,
      int shuffles) {
    static Held now() {
      System.gc();
      SparkEnv spark = SparkEnv.get();
      return new Held(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum(),
          Pointer.totalBytes(),
          ByReference.count(),
          blockCount(),
          ScalaCollections.asJava(spark.blockManager().diskBlockManager().getAllFiles()).size(),
          ((MapOutputTrackerMaster) spark.mapOutputTracker()).shuffleStatuses().size());
    }

    /**
     * Spark frees broadcasts of task sets when it finds them unreachable, on a thread of its own.
     */
    private static int blockCount() {
      return blockIds().size();
    }

    static List<BlockId> blockIds() {
      return ScalaCollections.asJava(
          SparkEnv.get().blockManager().getMatchingBlockIds(new Any()).toList());
    }
  }

  private static final class Any extends AbstractFunction1<BlockId, Object> {
    @Override
    public Object apply(BlockId id) {
      return true;
    }
  }

  @Test
  void nothingGrowsOverThousandRounds() {
    List<Held> held = new ArrayList<>();
    SmallTraining.of("local[2]", 8 * ROUNDS, "epochs=1", "batchSize=4", "sync.every=1")
        .run(
            folder,
            new TrainingListener() {
              @Override
              public void roundFinished(TrainingState state, RoundMetrics round) {
                if (state.round() == SETTLED || state.round() == ROUNDS) {
                  held.add(settled());
                }
              }
            });

    Held before = held.get(0);
    Held after = held.get(1);
    assertThat(after.heap()).isLessThan(before.heap() + (8 << 20));
    assertThat(after.direct()).isLessThanOrEqualTo(before.direct() + (1 << 20));
    assertThat(after.nativeBytes()).isEqualTo(before.nativeBytes());
    assertThat(after.handovers()).isZero();
    assertThat(after.blocks()).isLessThanOrEqualTo(before.blocks());
    assertThat(after.files()).isEqualTo(before.files());
    assertThat(after.shuffles()).isEqualTo(before.shuffles());
  }

  /** Once Spark's cleaner has freed what the collection showed to be unreachable. */
  private static Held settled() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              System.gc();
              return Held.blockIds();
            },
            blocks -> blocks.size() <= MOST_BLOCKS);
    return Held.now();
  }
}
