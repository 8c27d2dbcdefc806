package org.convoy.collective;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Sends a message to all and takes one of each. */
final class MessageGather implements Operation {
  private final int operation;
  private final int limit;
  private final int chunkBytes;
  private final int own;
  private final byte[][] messages;
  private final int[] received;
  private final int[] sent;

  /**
   * @param operation its number in the group
   * @param limit bytes of a message that are taken
   * @param chunkBytes bytes of a frame's payload
   */
  MessageGather(int operation, int size, int rank, byte[] message, int limit, int chunkBytes) {
    this.operation = operation;
    this.limit = limit;
    this.chunkBytes = chunkBytes;
    own = rank;
    messages = new byte[size][];
    messages[rank] = message.clone();
    received = new int[size];
    sent = new int[size];
    Arrays.fill(sent, -1);
  }

  /** In the order of ranks. */
  List<byte[]> messages() {
    return List.of(messages);
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

    int rest = Math.min(frame.index() - received[rank], chunkBytes);
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
  public ByteBuffer[] place(int rank, Frame frame) {
    if (messages[rank] == null) {
      messages[rank] = new byte[frame.index()];
    }

    return new ByteBuffer[] {ByteBuffer.wrap(messages[rank], received[rank], frame.bytes())};
  }

  @Override
  public void receive(int rank, Frame frame) {
    received[rank] += frame.bytes();
  }

  @Override
  public Outgoing next(int rank, Chunk memory) {
    if (isSent(rank)) {
      return null;
    }

    int from = Math.max(0, sent[rank]);
    int bytes = Math.min(messages[own].length - from, chunkBytes);
    sent[rank] = from + bytes;
    return new Outgoing(
        new Frame(operation, Frame.Kind.MESSAGE, messages[own].length, bytes),
        memory.first(bytes).put(0, messages[own], from, bytes));
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
    // It holds none but the messages.
  }
}
