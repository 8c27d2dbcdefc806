package org.convoy.train.segment;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import org.convoy.collective.GroupSettings;
import org.convoy.collective.GroupSettings.Encryption;
import org.convoy.collective.ProcessGroup;
import org.convoy.collective.Rendezvous;
import org.convoy.data.Sample;
import org.convoy.replica.Replica;
import org.convoy.replica.ReplicaPool;
import org.convoy.replica.ReplicaSpec;
import org.convoy.state.Tally;
import org.convoy.strategy.StateSlices.Span;
import org.convoy.strategy.Strategy;
import org.convoy.strategy.Strategy.Merging;
import org.convoy.strategy.Strategy.Output;
import org.convoy.strategy.WeightAverage;
import org.convoy.strategy.WorkerReport;
import org.convoy.train.round.Handover;
import org.convoy.train.round.RoundStart;
import org.convoy.train.round.RoundSteps;
import org.convoy.train.round.RoundTraining;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * One worker's part of a segment, as a Spark task: takes the synchronised model once, and in each
 * round trains its samples and takes the mean with the other workers. What it ends with stays in
 * this process as blocks, of which the driver takes each worker's own slice. A pure function of its
 * inputs, whatever happened before.
 *
 * @param memory what the strategy remembers, and the average, in the pieces that each worker has to
 *     do with
 * @param rounds the steps of each
 * @param driver by what name workers find it
 * @param secret by which workers know each other
 */
@SuppressWarnings("ArrayRecordComponent") // on its way, never compared
record SegmentTask(
    ReplicaSpec spec,
    RoundTraining training,
    Strategy strategy,
    RoundStart start,
    List<List<Handover<StatePiece>>> memory,
    List<RoundSteps> rounds,
    int workers,
    String driver,
    byte[] secret,
    Duration timeout,
    Encryption encryption)
    implements Serializable {
  static final String PARAMETERS = "parameters";
  static final String OPTIMIZER = "optimizer";

  /** More than the pieces of any worker. */
  private static final int PIECES = 1 << 16;

  private static final int FINITE = 1;
  private static final int LAST = 2;

  private static final ClassTag<WorkerReport> REPORT = ClassTag$.MODULE$.apply(WorkerReport.class);
  private static final ClassTag<StatePiece> PIECE = ClassTag$.MODULE$.apply(StatePiece.class);

  SegmentTask {
    requireNonNull(spec, "spec is null");
    requireNonNull(training, "training is null");
    requireNonNull(strategy, "strategy is null");
    requireNonNull(start, "start is null");
    requireNonNull(rounds, "rounds is null");
    requireNonNull(driver, "driver is null");
    requireNonNull(timeout, "timeout is null");
    requireNonNull(encryption, "encryption is null");
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SegmentTask[%d rounds, %d workers]".formatted(rounds.size(), workers);
  }

  /** The optimizer's vector of one worker. */
  static String ownOptimizer(int worker) {
    return "optimizer of worker " + worker;
  }

  /** The block in which the driver finds a piece of a worker. */
  static RDDBlockId block(int segment, int worker, int piece) {
    return new RDDBlockId(segment, worker * PIECES + piece);
  }

  /** The slice of a vector that a worker takes the mean of, and brings back. */
  static Span slice(int length, int worker, int workers) {
    int from = start(length, worker, workers);
    return new Span(from, start(length, worker + 1, workers) - from);
  }

  private static int start(int length, int worker, int workers) {
    return worker * (length / workers) + Math.min(worker, length % workers);
  }

  /**
   * Runs the segment's rounds.
   *
   * @param segment its number in Spark
   * @param samples of this worker in a round of the segment, from 0
   * @return how many pieces of the state it leaves for the driver; none if the training diverged
   */
  int run(int segment, int worker, IntFunction<Iterator<Sample>> samples) {
    SegmentLink link = SegmentLink.open(driver);
    try {
      return join(link, segment, worker, samples);
    } catch (CancellationException e) {
      throw new TaskKilledException(e.getMessage());
    } catch (Throwable e) { // Spark's own are checked ones, which no interface declares.
      if (!(e instanceof TaskKilledException)) {
        link.failed(worker, e);
      }

      throw e;
    }
  }

  private int join(
      SegmentLink link, int segment, int worker, IntFunction<Iterator<Sample>> samples) {
    TaskContext task = TaskContext.get();
    GroupSettings settings =
        new GroupSettings(secret, timeout).with(encryption).with(task::isInterrupted);
    try (Rendezvous rendezvous = Rendezvous.open(ownAddress(), settings);
        ProcessGroup group =
            rendezvous.join(link.listening(worker, rendezvous.address(), timeout), worker)) {
      ReplicaPool.Loan<ReplicaSpec, Replica> loan = ReplicaPool.lend(spec);
      int pieces;
      try {
        pieces = new Member(link, group, loan.replica(), worker).run(segment, samples);
      } catch (Throwable e) { // As above.
        loan.discard(e);
        throw e;
      }

      loan.giveBack();
      return pieces;
    }
  }

  /** That by which the other executors know this one. */
  private static InetAddress ownAddress() {
    try {
      return InetAddress.getByName(SparkEnv.get().blockManager().blockManagerId().host());
    } catch (IOException e) {
      throw new UncheckedIOException("No address of this executor: " + e.getMessage(), e);
    }
  }

  private Output output() {
    return training.output();
  }

  /** A worker among the others. */
  private final class Member {
    private final SegmentLink link;
    private final ProcessGroup group;
    private final Replica replica;
    private final int worker;
    private final Span own;
    private final SerializerInstance serializer = SparkEnv.get().serializer().newInstance();
    private final BlockManager blocks = SparkEnv.get().blockManager();

    Member(SegmentLink link, ProcessGroup group, Replica replica, int worker) {
      this.link = link;
      this.group = group;
      this.replica = replica;
      this.worker = worker;
      this.own = slice(replica.parameterFloats(), worker, workers);
    }

    int run(int segment, IntFunction<Iterator<Sample>> samples) {
      long began = System.nanoTime();
      start.load(replica, worker);
      Optional<SliceMerge> merge = merge();
      Optional<float[]> average = average();
      boolean isFinite = true;
      for (int round = 0; ; round++) {
        RoundSteps steps = rounds.get(round);
        WorkerReport report = training.train(replica, steps, worker, samples.apply(round), began);
        List<Standing> all = exchange(report, isFinite, round + 1 == rounds.size());
        if (!all.stream().allMatch(Standing::isFinite)) {
          if (leads()) {
            link.diverged(round - 1);
          }

          return 0;
        }

        boolean diverges = !Double.isFinite(lossSum(all));
        if (!diverges) {
          synchronise(all, merge, steps);
          if (steps.averageDecay() != 1) {
            average.ifPresent(
                values ->
                    WeightAverage.update(values, replica.parameters(own), steps.averageDecay()));
          }

          isFinite = replica.isFinite(own);
        }

        boolean isLast = diverges || all.get(0).isLast();
        if (leads()) {
          link.roundDone(round, isLast, all.stream().map(Standing::report).toList());
        }

        if (isLast) {
          return diverges ? 0 : leave(segment, pieces(merge, average));
        }

        began = System.nanoTime();
      }
    }

    /** Whether it is this worker that talks to the driver. */
    private boolean leads() {
      return worker == 0;
    }

    /** Where a strategy changes the mean, who owns a slice of it does. */
    private Optional<SliceMerge> merge() {
      if (strategy.merging() != Merging.CHANGES) {
        return Optional.empty();
      }

      SliceMerge merge =
          new SliceMerge(strategy, replica.trainable(), own, replica.parameters(own));
      remembered(false).forEach(merge::remember);
      return Optional.of(merge);
    }

    /** The average of the parameters in the slice that this worker owns, if there is one. */
    private Optional<float[]> average() {
      float[] values = new float[own.length()];
      List<StatePiece> pieces = remembered(true).toList();
      pieces.forEach(piece -> piece.putInto(values, own.offset()));
      return pieces.isEmpty() ? Optional.empty() : Optional.of(values);
    }

    private Stream<StatePiece> remembered(boolean average) {
      return memory.get(worker).stream()
          .map(Handover::value)
          .filter(piece -> piece.vector().equals(WeightAverage.NAME) == average);
    }

    private List<Standing> exchange(WorkerReport report, boolean isFinite, boolean isLast) {
      ByteBuffer bytes = serializer.serialize(report, REPORT);
      byte[] message = new byte[1 + bytes.remaining()];
      message[0] = (byte) ((isFinite ? FINITE : 0) | (isLast || link.isStopping() ? LAST : 0));
      bytes.get(message, 1, bytes.remaining());
      return group.allGather(message).stream().map(this::standing).toList();
    }

    private Standing standing(byte[] message) {
      byte[] report = Arrays.copyOfRange(message, 1, message.length);
      return new Standing(
          (message[0] & FINITE) != 0,
          (message[0] & LAST) != 0,
          report,
          serializer.<WorkerReport>deserialize(ByteBuffer.wrap(report), REPORT).tally());
    }

    private void synchronise(List<Standing> all, Optional<SliceMerge> merge, RoundSteps steps) {
      double total = all.stream().mapToLong(standing -> standing.tally().samples()).sum();
      double[] shares =
          all.stream().mapToDouble(standing -> standing.tally().samples() / total).toArray();
      List<ByteBuffer> vectors = replica.toMean(output());
      if (merge.isPresent()) {
        // One by one: what the strategy remembers lies on all workers alike.
        merge.get().begin(steps.learningRates().get(0));
        group.allReduce(vectors.subList(0, 1), shares, merge.get());
        if (vectors.size() > 1) {
          group.allReduce(vectors.subList(1, vectors.size()), shares);
        }
      } else {
        group.allReduce(vectors, shares);
      }

      replica.takeMean(output(), steps.context(0, training.seed(), 0));
    }

    /** Leaves what the driver takes of this worker in this process. */
    private int leave(int segment, Stream<StatePiece> pieces) {
      int count = 0;
      for (StatePiece piece : (Iterable<StatePiece>) pieces::iterator) {
        if (!blocks.putSingle(
            block(segment, worker, count), piece, StorageLevel.DISK_ONLY(), true, PIECE)) {
          throw new IllegalStateException("A piece of the state could not be stored");
        }

        count++;
      }

      return count;
    }

    private Stream<StatePiece> pieces(Optional<SliceMerge> merge, Optional<float[]> average) {
      int floats = replica.optimizerFloats();
      Stream<StatePiece> parameters = pieces(PARAMETERS, own, replica::parameters);
      Stream<StatePiece> optimizer =
          switch (output()) {
            case STATE, GRADIENTS ->
                pieces(OPTIMIZER, slice(floats, worker, workers), replica::optimizerState);
            case PARAMETERS -> Stream.empty(); // each round begins with a new one
            case PARAMETERS_AND_OWN_OPTIMIZER ->
                pieces(ownOptimizer(worker), new Span(0, floats), replica::optimizerState);
          };
      Stream<StatePiece> remembered = merge.stream().flatMap(SliceMerge::pieces);
      Stream<StatePiece> averaged =
          average.stream().flatMap(values -> StatePiece.ofSlice(WeightAverage.NAME, own, values));
      return Stream.of(parameters, optimizer, remembered, averaged).flatMap(Function.identity());
    }

    private static Stream<StatePiece> pieces(
        String vector, Span whole, Function<Span, float[]> values) {
      return StatePiece.cut(whole)
          .map(span -> new StatePiece(vector, span.offset(), values.apply(span)));
    }
  }

  /** Of all workers, in their order, as the driver adds them up. */
  private static double lossSum(List<Standing> all) {
    return all.stream().map(Standing::tally).reduce(Tally.EMPTY, Tally::plus).lossSum();
  }

  /**
   * What workers tell each other before they take the mean of a round.
   *
   * @param isFinite whether the worker's slice of the mean before was
   * @param isLast whether it wants no other round: the first worker decides
   * @param report serialized
   * @param tally of the report
   */
  @SuppressWarnings("ArrayRecordComponent") // on its way, never compared
  private record Standing(boolean isFinite, boolean isLast, byte[] report, Tally tally) {}
}
