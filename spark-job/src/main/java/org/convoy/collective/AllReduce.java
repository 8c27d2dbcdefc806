package org.convoy.collective;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The mean of vectors by reduce-scatter and all-gather, in chunks. To each member goes this one's
 * part of that member's slice; when the pieces of a chunk of the own slice are there from all, they
 * are reduced in place, and the result goes to all. A member that is ahead of the others is not
 * read further once it has {@value #AHEAD} pieces waiting; the one furthest behind always is, so
 * that all come to an end.
 */
final class AllReduce implements Operation {
  private static final int AHEAD = 2;

  private final int operation;
  private final int size;
  private final int own;
  private final Vectors vectors;
  private final boolean isInPlace;
  private final SliceUpdate update;
  private final Mean mean;
  private final Chunk.Pool pool;
  private final int chunkLength;

  private final int[] piecesSent;
  private final int[] resultsSent;
  private final int[] piecesReceived;
  private final int[] resultsReceived;
  private final List<Deque<Chunk>> waiting = new ArrayList<>();
  private final Chunk[] coming;
  private int reduced;

  /**
   * @param operation its number in the group
   * @param isInPlace whether sockets read and write the vectors where they are, without a copy
   */
  AllReduce(
      int operation,
      int size,
      int rank,
      Vectors vectors,
      boolean isInPlace,
      double[] shares,
      SliceUpdate update,
      Chunk.Pool pool) {
    this.operation = operation;
    this.size = size;
    this.own = rank;
    this.vectors = vectors;
    this.isInPlace = isInPlace;
    this.update = update;
    this.mean = new Mean(shares);
    this.pool = pool;
    chunkLength = pool.bytes() / Float.BYTES;
    piecesSent = new int[size];
    resultsSent = new int[size];
    piecesReceived = new int[size];
    resultsReceived = new int[size];
    coming = new Chunk[size];
    for (int i = 0; i < size; i++) {
      waiting.add(new ArrayDeque<>());
    }
  }

  private long start(int slice) {
    long base = vectors.length() / size;
    return slice * base + Math.min(slice, vectors.length() % size);
  }

  private int chunks(int slice) {
    long length = start(slice + 1) - start(slice);
    return (int) ((length + chunkLength - 1) / chunkLength);
  }

  private long chunkStart(int slice, int chunk) {
    return start(slice) + (long) chunk * chunkLength;
  }

  private int chunkLength(int slice, int chunk) {
    return (int) Math.min(chunkLength, start(slice + 1) - chunkStart(slice, chunk));
  }

  @Override
  public boolean awaits(int rank) {
    return owes(rank) || resultsReceived[rank] < chunks(rank);
  }

  @Override
  public boolean owes(int rank) {
    return piecesReceived[rank] < chunks(own);
  }

  @Override
  public String problem(int rank, Frame frame) {
    int slice =
        switch (frame.kind()) {
          case PIECE -> own;
          case RESULT -> rank;
          default -> -1;
        };
    int due = frame.kind() == Frame.Kind.PIECE ? piecesReceived[rank] : resultsReceived[rank];
    boolean isDue =
        frame.operation() == operation
            && slice >= 0
            && frame.index() == due
            && due < chunks(slice)
            && frame.bytes() == chunkLength(slice, due) * Float.BYTES;
    return isDue
        ? null
        : ("sent %s %d of operation %d with %d bytes where operation %d was at piece %d of %d and "
                + "result %d of %d: not the same vectors, or not the same order of operations")
            .formatted(
                frame.kind(),
                frame.index(),
                frame.operation(),
                frame.bytes(),
                operation,
                piecesReceived[rank],
                chunks(own),
                resultsReceived[rank],
                chunks(rank));
  }

  @Override
  public boolean accepts(int rank, Frame frame) {
    return frame.kind() == Frame.Kind.RESULT || waiting.get(rank).size() < AHEAD;
  }

  @Override
  public ByteBuffer[] place(int rank, Frame frame) {
    if (isInPlace && frame.kind() == Frame.Kind.RESULT) {
      return vectors.bytes(chunkStart(rank, frame.index()), chunkLength(rank, frame.index()));
    }

    coming[rank] = pool.take();
    return new ByteBuffer[] {coming[rank].first(frame.bytes())};
  }

  @Override
  public void receive(int rank, Frame frame) {
    Chunk payload = coming[rank];
    coming[rank] = null;
    if (frame.kind() == Frame.Kind.PIECE) {
      waiting.get(rank).add(payload);
      piecesReceived[rank]++;
      while (reduced < chunks(own) && allHaveSent()) {
        reduce();
      }
    } else {
      resultsReceived[rank]++;
      if (payload != null) {
        vectors.copyFrom(
            payload.floats(), chunkStart(rank, frame.index()), chunkLength(rank, frame.index()));
        pool.giveBack(payload);
      }
    }
  }

  private boolean allHaveSent() {
    for (int rank = 0; rank < size; rank++) {
      if (rank != own && waiting.get(rank).isEmpty()) {
        return false;
      }
    }

    return true;
  }

  private void reduce() {
    long start = chunkStart(own, reduced);
    int length = chunkLength(own, reduced);
    for (int from = 0; from < length; from += Mean.BLOCK) {
      int count = Math.min(Mean.BLOCK, length - from);
      for (int rank = 0; rank < size; rank++) {
        if (rank == own) {
          vectors.copyTo(start + from, count, mean.values(rank));
        } else {
          waiting.get(rank).element().floats().get(from, mean.values(rank), 0, count);
        }
      }

      vectors.copyFrom(mean.of(count), start + from, count);
    }

    vectors.update(update, start, length);
    for (int rank = 0; rank < size; rank++) {
      if (rank != own) {
        pool.giveBack(waiting.get(rank).remove());
      }
    }

    reduced++;
  }

  @Override
  public Outgoing next(int rank, Chunk memory) {
    if (resultsSent[rank] < reduced) {
      return outgoing(memory, Frame.Kind.RESULT, own, resultsSent[rank]++);
    }

    if (piecesSent[rank] < chunks(rank)) {
      return outgoing(memory, Frame.Kind.PIECE, rank, piecesSent[rank]++);
    }

    return null;
  }

  private Outgoing outgoing(Chunk memory, Frame.Kind kind, int slice, int chunk) {
    long start = chunkStart(slice, chunk);
    int length = chunkLength(slice, chunk);
    Frame frame = new Frame(operation, kind, chunk, length * Float.BYTES);
    if (isInPlace) {
      return new Outgoing(frame, vectors.bytes(start, length));
    }

    vectors.copyTo(start, length, memory.floats());
    return new Outgoing(frame, memory.first(frame.bytes()));
  }

  @Override
  public boolean isSent(int rank) {
    return rank == own || (piecesSent[rank] == chunks(rank) && resultsSent[rank] == chunks(own));
  }

  @Override
  public long progress(int rank) {
    return (long) piecesReceived[rank] + resultsReceived[rank];
  }

  @Override
  public void release() {
    for (int rank = 0; rank < size; rank++) {
      if (coming[rank] != null) {
        pool.giveBack(coming[rank]);
        coming[rank] = null;
      }
    }

    waiting.forEach(
        chunks -> {
          chunks.forEach(pool::giveBack);
          chunks.clear();
        });
  }
}
