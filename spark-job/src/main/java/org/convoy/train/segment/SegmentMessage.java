package org.convoy.train.segment;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/** What a worker of a segment tells the driver. */
sealed interface SegmentMessage extends Serializable {
  /**
   * It listens; the answer, once all do, is the addresses of all, by worker.
   *
   * @param address host:port
   */
  record Listening(int worker, String address) implements SegmentMessage {
    public Listening {
      requireNonNull(address, "address is null");
    }
  }

  /**
   * A round is synchronised; the answer is whether rounds go on.
   *
   * @param round of the segment, from 0
   * @param isLast whether the worker begins no other
   * @param reports serialized, one a worker, in their order
   */
  @SuppressWarnings("ArrayRecordComponent") // on its way, never compared
  record RoundDone(int round, boolean isLast, byte[][] reports) implements SegmentMessage {}

  /**
   * Parameters are not finite any more.
   *
   * @param round of the segment after which they were not
   */
  record Diverged(int round) implements SegmentMessage {}

  /**
   * A worker fails.
   *
   * @param failure serialized
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record Failed(int worker, byte[] failure) implements SegmentMessage {}
}
