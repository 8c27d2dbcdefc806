package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.TaskLocation$;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockManagerMaster;
import org.convoy.data.spark.ChunkedEpoch.ChunkDependency;
import org.convoy.spark.ScalaCollections;

/**
 * Where the tasks of a round had better run: each on an executor that keeps most of its chunks, but
 * no executor gets more tasks than its share. Left to itself, Spark prefers the executor of a
 * task's first chunk, and lets a task wait for seconds for that one though another stands idle.
 *
 * <p>Changes nothing but the time that a round takes.
 */
final class RoundPlacement {
  private final ChunkDependency dependency;
  private int round = -1;
  private List<String> places = List.of();

  RoundPlacement(ChunkDependency dependency) {
    this.dependency = requireNonNull(dependency, "dependency is null");
  }

  /** Spark's name of the executor for a partition of the epoch; none where there is no choice. */
  synchronized List<String> preferred(int partition) {
    WorkerRound share = WorkerRound.ofPartition(dependency.plan(), partition);

    if (share.round() != round) {
      places = place(share.round());
      round = share.round();
    }

    return places.isEmpty() ? List.of() : List.of(places.get(share.worker()));
  }

  private List<String> place(int ofRound) {
    List<String> executors = executors();
    if (executors.size() < 2) {
      return List.of();
    }

    int workers = dependency.plan().workers();
    List<int[]> kept =
        IntStream.range(ofRound * workers, (ofRound + 1) * workers)
            .mapToObj(partition -> kept(dependency.chunks(partition), executors))
            .toList();
    return Arrays.stream(assign(kept, executors.size())).mapToObj(executors::get).toList();
  }

  /** Spark's names of the executors there are, sorted. */
  static List<String> executors() {
    BlockManagerId driver = SparkEnv.get().blockManager().blockManagerId();
    BlockManagerMaster master = SparkEnv.get().blockManager().master();
    return ScalaCollections.asJava(master.getPeers(driver)).stream()
        .map(peer -> TaskLocation$.MODULE$.apply(peer.host(), peer.executorId()).toString())
        .sorted()
        .toList();
  }

  /** How many of the chunks each executor keeps. */
  private int[] kept(int[] chunks, List<String> executors) {
    int[] kept = new int[executors.size()];
    Arrays.stream(chunks)
        .boxed()
        .flatMap(chunk -> locations(chunk).stream())
        .mapToInt(executors::indexOf)
        .filter(executor -> executor >= 0)
        .forEach(executor -> kept[executor]++);
    return kept;
  }

  private List<String> locations(int chunk) {
    return ScalaCollections.asJava(
            dependency.rdd().context().getPreferredLocs(dependency.rdd(), chunk))
        .stream()
        .map(Object::toString)
        .toList();
  }

  /**
   * Gives each worker an executor: of those with a place left the one that keeps most of its
   * chunks, and of these the one with the fewest workers.
   *
   * @param kept of each worker, how many of its chunks each executor keeps
   * @return an executor for each worker, 0…executors-1
   */
  static int[] assign(List<int[]> kept, int executors) {
    int places = (kept.size() + executors - 1) / executors;
    int[] load = new int[executors];
    return kept.stream()
        .mapToInt(
            chunks -> {
              int best = best(chunks, load, places);
              load[best]++;
              return best;
            })
        .toArray();
  }

  private static int best(int[] kept, int[] load, int places) {
    Comparator<Integer> byChunks = Comparator.comparingInt(executor -> kept[executor]);
    return IntStream.range(0, load.length)
        .filter(executor -> load[executor] < places)
        .boxed()
        .max(
            byChunks
                .thenComparing(
                    Comparator.comparingInt((Integer executor) -> load[executor]).reversed())
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }
}
