package org.convoy.train.segment;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import org.apache.spark.serializer.SerializerInstance;
import org.convoy.collective.PeerException;
import org.convoy.strategy.WorkerReport;
import org.convoy.train.segment.SegmentMessage.Diverged;
import org.convoy.train.segment.SegmentMessage.Failed;
import org.convoy.train.segment.SegmentMessage.Listening;
import org.convoy.train.segment.SegmentMessage.RoundDone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.PartialFunction;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * The driver's end of a segment: introduces its workers to each other, and hears of their rounds
 * and failures. Messages come on a thread of Spark's; the thread that trains takes them.
 */
final class SegmentDriver implements ThreadSafeRpcEndpoint, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentDriver.class);

  /** In the place of a message: no other comes. */
  private static final SegmentMessage END = new Diverged(-1);

  private final String name = "convoy-segment-" + UUID.randomUUID();
  private final RpcEnv environment = SparkEnv.get().rpcEnv();
  private final String[] addresses;
  private final List<RpcCallContext> waiting = new ArrayList<>();
  private final BlockingQueue<SegmentMessage> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final RpcEndpointRef reference;
  private volatile boolean goesOn = true;

  private SegmentDriver(int workers) {
    addresses = new String[workers];
    reference = environment.setupEndpoint(name, this);
  }

  /** Of a segment of so many workers. */
  static SegmentDriver open(int workers) {
    return new SegmentDriver(workers);
  }

  /** By which workers find it. */
  String name() {
    return name;
  }

  @Override
  public RpcEnv rpcEnv() {
    return environment;
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext context) {
    return new AbstractPartialFunction<Object, BoxedUnit>() {
      @Override
      public boolean isDefinedAt(Object message) {
        return message instanceof SegmentMessage;
      }

      @Override
      @SuppressWarnings("unchecked") // Scala's way to say that it gives a unit
      public <A, B> B applyOrElse(A message, Function1<A, B> otherwise) {
        if (!isDefinedAt(message)) {
          return otherwise.apply(message);
        }

        take((SegmentMessage) message, context);
        return (B) BoxedUnit.UNIT;
      }
    };
  }

  private void take(SegmentMessage message, RpcCallContext context) {
    if (message instanceof Listening listening) {
      introduce(listening, context);
      return;
    }

    if (message instanceof Failed failed) {
      failures.add(failure(failed));
    } else {
      messages.add(message);
    }

    context.reply(goesOn);
  }

  private void introduce(Listening worker, RpcCallContext context) {
    addresses[worker.worker()] = worker.address();
    waiting.add(context);
    if (Arrays.stream(addresses).allMatch(address -> address != null)) {
      waiting.forEach(asked -> asked.reply(addresses.clone()));
      waiting.clear();
      begun.countDown();
    }
  }

  /** Workers that wait for others would hold their slots for as long as Spark lets them ask. */
  @Override
  public void onStop() {
    IllegalStateException over = new IllegalStateException("the segment is over");
    waiting.forEach(asked -> asked.sendFailure(over));
    waiting.clear();
  }

  /**
   * Waits until all workers are there, or the segment is over.
   *
   * @return whether that is so
   */
  boolean awaitBeginning(Duration patience) {
    try {
      return begun.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static Throwable failure(Failed failed) {
    try {
      return SparkEnv.get()
          .closureSerializer()
          .newInstance()
          .deserialize(
              ByteBuffer.wrap(failed.failure()),
              Thread.currentThread().getContextClassLoader(),
              ClassTag$.MODULE$.apply(Throwable.class));
    } catch (Exception e) { // Of Spark, which declares none of its checked ones.
      LOG.debug("Not understood", e);
      return new IllegalStateException("worker " + failed.worker() + " failed", e);
    }
  }

  /** Asks workers to end the segment soon, after a round that all of them end. */
  void askToEnd() {
    goesOn = false;
  }

  /** No message comes any more. */
  void end() {
    messages.add(END);
    begun.countDown();
  }

  /** The next message, when it comes; none after the last. */
  Optional<SegmentMessage> next() {
    try {
      return Optional.of(messages.take()).filter(message -> message != END);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("The training was interrupted", e);
  }

  /** What workers report of a round. */
  static List<WorkerReport> reports(RoundDone round) {
    SerializerInstance serializer = SparkEnv.get().serializer().newInstance();
    return Arrays.stream(round.reports())
        .map(
            report ->
                serializer.<WorkerReport>deserialize(
                    ByteBuffer.wrap(report), ClassTag$.MODULE$.apply(WorkerReport.class)))
        .toList();
  }

  /**
   * The failure that the others follow from, as far as workers told: one that blames another worker
   * is less than what that worker itself says, for which this waits a little.
   */
  Optional<Throwable> failure(long patienceMillis) {
    Optional<Throwable> best = Optional.empty();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    while (best.isEmpty() || best.get() instanceof PeerException) {
      Throwable next;
      try {
        next = failures.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }

      if (next == null) {
        return best;
      }

      best = best.isEmpty() || !(next instanceof PeerException) ? Optional.of(next) : best;
    }

    return best;
  }

  @Override
  public void close() {
    environment.stop(requireNonNull(reference, "reference is null"));
  }
}
