package org.convoy.train.segment;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.util.RpcUtils;
import org.convoy.train.segment.SegmentMessage.Diverged;
import org.convoy.train.segment.SegmentMessage.Failed;
import org.convoy.train.segment.SegmentMessage.Listening;
import org.convoy.train.segment.SegmentMessage.RoundDone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** A worker's way to tell the driver, over Spark's own connection to it. */
final class SegmentLink {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentLink.class);
  private static final ClassTag<Boolean> ANSWER = ClassTag$.MODULE$.apply(Boolean.class);

  private final RpcEndpointRef driver;
  private Optional<Future<Boolean>> answer = Optional.empty();
  private boolean isStopping;

  private SegmentLink(RpcEndpointRef driver) {
    this.driver = requireNonNull(driver, "driver is null");
  }

  /** To the driver's end of this name. */
  static SegmentLink open(String name) {
    SparkEnv process = SparkEnv.get();
    return new SegmentLink(RpcUtils.makeDriverRef(name, process.conf(), process.rpcEnv()));
  }

  /** Waits until all workers listen, at least as long as in a round; gives where, by worker. */
  List<InetSocketAddress> listening(int worker, InetSocketAddress own, Duration timeout) {
    String address = own.getAddress().getHostAddress() + ":" + own.getPort();
    FiniteDuration patience =
        RpcUtils.askRpcTimeout(SparkEnv.get().conf())
            .duration()
            .max(new FiniteDuration(timeout.toSeconds(), TimeUnit.SECONDS));
    String[] all =
        driver.askSync(
            new Listening(worker, address),
            new RpcTimeout(patience, "sync.timeoutSeconds"),
            ClassTag$.MODULE$.apply(String[].class));
    return Arrays.stream(all).map(SegmentLink::parse).toList();
  }

  /** An IPv6 address has colons of its own. */
  private static InetSocketAddress parse(String address) {
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }

  /** Tells of a round; waits for the driver if it is the last one. */
  void roundDone(int round, boolean isLast, List<byte[]> reports) {
    RoundDone message = new RoundDone(round, isLast, reports.toArray(byte[][]::new));
    if (isLast) {
      driver.askSync(message, ANSWER);
    } else {
      answer = Optional.of(driver.ask(message, ANSWER));
    }
  }

  void diverged(int round) {
    driver.askSync(new Diverged(round), ANSWER);
  }

  /** Whether the driver has asked for no more rounds by now. */
  boolean isStopping() {
    isStopping |=
        answer
            .filter(Future::isCompleted)
            .map(reply -> reply.value().get().get().equals(false))
            .orElse(false);
    return isStopping;
  }

  /** Tells why this worker fails, as far as that can be told. */
  void failed(int worker, Throwable failure) {
    try {
      ByteBuffer bytes =
          SparkEnv.get()
              .closureSerializer()
              .newInstance()
              .serialize(failure, ClassTag$.MODULE$.apply(Throwable.class));
      byte[] content = new byte[bytes.remaining()];
      bytes.get(content);
      driver.askSync(new Failed(worker, content), ANSWER);
    } catch (Exception e) { // Of Spark, which declares none of its checked ones.
      LOG.debug("Not told", e);
    }
  }
}
