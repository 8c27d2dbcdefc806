package org.convoy.collective;

import java.util.ArrayList;
import java.util.List;

/** Sends a message to all and takes one of each. */
final class MessageGather implements Operation {
  private final int operation;
  private final int limit;
  private final Chunk.Pool pool;
  private final int own;
  private final byte[][] messages;
  private final int[] received;
  private final int[] sent;

  /**
   * @param operation its number in the group
   * @param limit bytes of a message that are taken
   */
  MessageGather(int operation, int size, int rank, byte[] message, int limit, Chunk.Pool pool) {
    this.operation = operation;
    this.limit = limit;
    this.pool = pool;
    own = rank;
    messages = new byte[size][];
    messages[rank] = message.clone();
    received = new int[size];
    sent = new int[size];
    java.util.Arrays.fill(sent, -1);
  }

  /** In the order of ranks. */
  List<byte[]> messages() {
    return new ArrayList<>(List.of(messages));
  }

  @Override
  public boolean awaits(int rank) {
    return messages[rank] == null || received[rank] < messages[rank].length;
  }

  @Override
  public String problem(int rank, Frame frame) {
    if (frame.kind() != Frame.Kind.MESSAGE || frame.operation() != operation) {
      return "sent %s of operation %d where a message of operation %d was due"
          .formatted(frame.kind(), frame.operation(), operation);
    }

    if (frame.index() < 0 || frame.index() > limit) {
      return "sent a message of %d bytes; the limit is %d".formatted(frame.index(), limit);
    }

    int rest = Math.min(frame.index() - received[rank], pool.bytes());
    boolean otherLength = messages[rank] != null && frame.index() != messages[rank].length;
    return frame.bytes() == rest && !otherLength
        ? null
        : "sent %d bytes of a message where %d were due".formatted(frame.bytes(), rest);
  }

  @Override
  public boolean accepts(int rank, Frame frame) {
    return true;
  }

  @Override
  public void receive(int rank, Frame frame, Chunk payload) {
    if (messages[rank] == null) {
      messages[rank] = new byte[frame.index()];
    }

    payload.bytes().get(0, messages[rank], received[rank], frame.bytes());
    received[rank] += frame.bytes();
    pool.giveBack(payload);
  }

  @Override
  public Frame next(int rank, Chunk payload) {
    if (isSent(rank)) {
      return null;
    }

    int from = Math.max(0, sent[rank]);
    int bytes = Math.min(messages[own].length - from, pool.bytes());
    payload.bytes().put(0, messages[own], from, bytes);
    sent[rank] = from + bytes;
    return new Frame(operation, Frame.Kind.MESSAGE, messages[own].length, bytes);
  }

  /** An empty one is sent as well. */
  @Override
  public boolean isSent(int rank) {
    return rank == own || sent[rank] == messages[own].length;
  }

  @Override
  public boolean owes(int rank) {
    return awaits(rank);
  }

  @Override
  public long progress(int rank) {
    return received[rank];
  }

  @Override
  public void release() {
    // Payloads were given back as they came.
  }
}
