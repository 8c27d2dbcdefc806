package org.convoy.collective;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Processes that are connected all to all and work together: each calls the same operations in the
 * same order. An operation runs in the calling thread. When a member fails, so do all others, each
 * by a {@link PeerException} that names it; the group is of no use afterwards.
 */
public final class ProcessGroup implements AutoCloseable {
  /** Bytes of a chunk in small groups, and in large ones, where each has a connection's memory. */
  private static final int LARGEST_CHUNK = 256 << 10;

  private static final int SMALLEST_CHUNK = 32 << 10;
  private static final int CHUNKS = 4 << 20;
  private static final int ABORT_LIMIT = 1024;
  private static final long POLL_MILLISECONDS = 250;
  private static final long FAREWELL = TimeUnit.SECONDS.toNanos(1);

  private final int rank;
  private final int size;
  private final List<InetSocketAddress> members;
  private final GroupSettings settings;
  private final Selector selector;
  private final Chunk.Pool pool;
  private final List<Connection> connections = new ArrayList<>();
  private final ByteBuffer reason = ByteBuffer.allocate(ABORT_LIMIT);
  private final long[] waited;
  private final long[] lastMoved;
  private final int dropped;
  private final ReentrantLock running = new ReentrantLock();
  private int operations;
  private RuntimeException failure;
  private boolean isReleased;
  private volatile boolean isClosed;

  /**
   * @param channels by rank, not blocking; null at the own one
   * @param proofs of these connections, by rank
   * @param dropped connections while they were made
   */
  ProcessGroup(
      int rank,
      List<InetSocketAddress> members,
      SocketChannel[] channels,
      Proof[] proofs,
      GroupSettings settings,
      int dropped)
      throws IOException {
    this.rank = rank;
    this.size = members.size();
    this.members = List.copyOf(members);
    this.settings = settings;
    this.dropped = dropped;
    waited = new long[size];
    lastMoved = new long[size];
    pool = new Chunk.Pool(Math.max(SMALLEST_CHUNK, Math.min(LARGEST_CHUNK, CHUNKS / size)));
    selector = Selector.open();
    for (int peer = 0; peer < size; peer++) {
      if (peer != rank) {
        Connection.Ciphers ciphers =
            isSealed() ? Connection.Ciphers.of(proofs[peer], rank, peer) : null;
        connections.add(
            new Connection(peer, members.get(peer), channels[peer], ciphers, selector, pool));
      }
    }
  }

  private boolean isSealed() {
    return settings.encryption() == GroupSettings.Encryption.AES_GCM;
  }

  /** Of this member, from 0. */
  public int rank() {
    return rank;
  }

  /** How many members there are. */
  public int size() {
    return size;
  }

  /** What was sent, received and waited for so far. */
  public Statistics statistics() {
    running.lock();
    try {
      return new Statistics(
          connections.stream().mapToLong(Connection::bytesSent).sum(),
          connections.stream().mapToLong(Connection::bytesReceived).sum(),
          Arrays.stream(waited).boxed().toList(),
          dropped);
    } finally {
      running.unlock();
    }
  }

  /**
   * Gives each member a message of every member.
   *
   * @return in the order of ranks
   * @throws PeerException if a member fails
   */
  public List<byte[]> allGather(byte[] mine) {
    if (mine.length > settings.messageLimit()) {
      throw new IllegalArgumentException(
          "a message of %d bytes; the limit is %d".formatted(mine.length, settings.messageLimit()));
    }

    MessageGather gather =
        new MessageGather(operations, size, rank, mine, settings.messageLimit(), pool.bytes());
    run(gather);
    return gather.messages();
  }

  /** As below, with the mean as it is. */
  public void allReduce(List<ByteBuffer> vectors, double[] shares) {
    allReduce(vectors, shares, SliceUpdate.NONE);
  }

  /**
   * Puts the weighted mean of all members' vectors in their place: summed in the order of ranks in
   * double, without the members whose share is 0, rounded once. All get the same bytes.
   *
   * @param vectors the bytes of floats in native order, as many and as long ones at every member,
   *     best direct; each from its position to its limit, which stay
   * @param shares of the members in the order of ranks, the same at all: not negative, 1 together
   * @param update passes over the own slice of the mean before the others get it
   * @throws PeerException if a member fails; the vectors hold anything then
   */
  public void allReduce(List<ByteBuffer> vectors, double[] shares, SliceUpdate update) {
    if (shares.length != size
        || Arrays.stream(shares).anyMatch(share -> !(share >= 0))
        || Arrays.stream(shares).allMatch(share -> share == 0)) {
      throw new IllegalArgumentException(
          "shares of %d members, not negative and not all 0, are due: %s"
              .formatted(size, Arrays.toString(shares)));
    }

    Vectors flat = new Vectors(vectors);
    if (size == 1) {
      updateAlone(flat, update);
    } else {
      boolean isInPlace = !isSealed() && flat.areDirect();
      run(new AllReduce(operations, size, rank, flat, isInPlace, shares.clone(), update, pool));
    }
  }

  private void updateAlone(Vectors vectors, SliceUpdate update) {
    for (long from = 0; from < vectors.length(); from += pool.bytes()) {
      vectors.update(update, from, (int) Math.min(pool.bytes(), vectors.length() - from));
    }
  }

  private void run(Operation operation) {
    running.lock();
    try {
      checkUsable();
      operate(operation);
    } finally {
      running.unlock();
    }
  }

  private void checkUsable() {
    if (failure != null) {
      throw new IllegalStateException("the group has failed: " + failure.getMessage(), failure);
    }

    if (isReleased) {
      throw new IllegalStateException("the group was closed");
    }
  }

  private void operate(Operation operation) {
    try {
      operations++;
      Arrays.fill(lastMoved, System.nanoTime());
      while (!isDone(operation)) {
        if (isClosed) {
          throw new IllegalStateException("the group was closed");
        }

        if (!move(operation)) {
          await(operation);
        }
      }
    } catch (RuntimeException e) {
      failure = e;
      sayFarewell(e);
      throw e;
    } finally {
      operation.release();
      if (isClosed || failure != null) {
        release();
      }
    }
  }

  private boolean isDone(Operation operation) {
    for (Connection peer : connections) {
      if (operation.awaits(peer.rank()) || peer.isSending() || !operation.isSent(peer.rank())) {
        return false;
      }
    }

    return true;
  }

  /** Sends and receives what goes without waiting; returns whether anything went. */
  private boolean move(Operation operation) {
    boolean hasMoved = false;
    for (Connection peer : connections) {
      try {
        boolean hasReceived = receive(peer, operation);
        boolean hasSent = send(peer, operation);
        if (hasReceived || hasSent) {
          hasMoved = true;
          lastMoved[peer.rank()] = System.nanoTime();
        }
      } catch (IOException e) {
        hearLastWords(peer, operation);
        throw new PeerException(peer.rank(), peer.address(), problem(e), e);
      }
    }

    return hasMoved;
  }

  /** Throws what a member said before it left, which sockets that cannot be written still have. */
  private void hearLastWords(Connection peer, Operation operation) {
    try {
      while (receive(peer, operation)) {
        // until its reason, or nothing more
      }
    } catch (IOException e) {
      // It said none.
    }
  }

  private static String problem(IOException e) {
    return e instanceof java.io.EOFException
        ? "closed the connection"
        : "broke the connection: " + e.getMessage();
  }

  private static boolean send(Connection peer, Operation operation) throws IOException {
    if (!peer.isSending()) {
      Operation.Outgoing next = operation.next(peer.rank(), peer.memory());
      if (next == null) {
        return false;
      }

      peer.send(next);
    }

    return peer.write();
  }

  private boolean receive(Connection peer, Operation operation) throws IOException {
    boolean hasMoved = false;
    if (peer.incoming() == null && operation.awaits(peer.rank())) {
      hasMoved = peer.readHeader();
      if (peer.incoming() != null) {
        check(peer, operation);
      }
    }

    if (peer.incoming() != null && !peer.hasPlace() && isAccepted(peer, operation)) {
      peer.place(
          peer.incoming().kind() == Frame.Kind.ABORT
              ? new ByteBuffer[] {reason.clear().limit(peer.incoming().bytes())}
              : operation.place(peer.rank(), peer.incoming()));
    }

    if (peer.hasPlace()) {
      hasMoved |= peer.readPayload();
      Frame frame = peer.takeFrame();
      if (frame != null) {
        if (frame.kind() == Frame.Kind.ABORT) {
          throw aborted(peer);
        }

        operation.receive(peer.rank(), frame);
        hasMoved = true;
      }
    }

    return hasMoved;
  }

  private static void check(Connection peer, Operation operation) {
    Frame frame = peer.incoming();
    String problem =
        frame.kind() == Frame.Kind.ABORT
            ? frame.bytes() < Integer.BYTES || frame.bytes() > ABORT_LIMIT ? "sent no reason" : null
            : operation.problem(peer.rank(), frame);
    if (problem != null) {
      throw new PeerException(peer.rank(), peer.address(), problem);
    }
  }

  private static boolean isAccepted(Connection peer, Operation operation) {
    return peer.hasPlace()
        || peer.incoming().kind() == Frame.Kind.ABORT
        || operation.accepts(peer.rank(), peer.incoming());
  }

  /** Waits until a socket is ready, a member was silent for too long, or this one gives up. */
  private void await(Operation operation) {
    for (Connection peer : connections) {
      peer.await(interest(peer, operation));
    }

    long start = System.nanoTime();
    try {
      selector.select(key -> {}, POLL_MILLISECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    long now = System.nanoTime();
    blame(operation, now - start);
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while waiting for other workers");
    }

    if (settings.cancelled().getAsBoolean()) {
      throw new CancellationException("cancelled while waiting for other workers");
    }

    checkSilence(operation, now);
  }

  private static int interest(Connection peer, Operation operation) {
    boolean reads =
        peer.incoming() == null ? operation.awaits(peer.rank()) : isAccepted(peer, operation);
    return (reads ? SelectionKey.OP_READ : 0) | (peer.isSending() ? SelectionKey.OP_WRITE : 0);
  }

  /** Puts time down to those that are furthest behind. */
  private void blame(Operation operation, long nanoseconds) {
    long least = Long.MAX_VALUE;
    int count = 0;
    for (Connection peer : connections) {
      if (operation.awaits(peer.rank())) {
        long progress = operation.progress(peer.rank());
        count = progress < least ? 1 : progress == least ? count + 1 : count;
        least = Math.min(least, progress);
      }
    }

    for (Connection peer : connections) {
      if (operation.awaits(peer.rank()) && operation.progress(peer.rank()) == least) {
        waited[peer.rank()] += nanoseconds / count;
      }
    }
  }

  /**
   * A member that owes what it can send by itself is at fault. One that owes what it makes of the
   * others' may be waiting for the one at fault, about which others tell: it gets more time.
   */
  private void checkSilence(Operation operation, long now) {
    long limit = settings.timeout().toNanos();
    for (Connection peer : connections) {
      int interest = interest(peer, operation);
      boolean isAtFault = (interest & SelectionKey.OP_READ) != 0 && operation.owes(peer.rank());
      long grace = isAtFault ? 0 : Math.min(limit, 2 * FAREWELL);
      if (interest != 0 && now - lastMoved[peer.rank()] > limit + grace) {
        throw new PeerException(
            peer.rank(),
            peer.address(),
            "was silent for %.1f s".formatted((now - lastMoved[peer.rank()]) / 1e9));
      }
    }
  }

  private PeerException aborted(Connection peer) {
    int culprit = reason.flip().getInt();
    String problem = StandardCharsets.UTF_8.decode(reason).toString();
    return culprit < 0 || culprit >= size
        ? new PeerException(peer.rank(), peer.address(), "blamed a rank that there is not")
        : new PeerException(culprit, members.get(culprit), problem);
  }

  /**
   * Tells the others who is at fault, so that they need not find out. One that does not read, since
   * it computes, may only see the connection end.
   */
  private void sayFarewell(RuntimeException failed) {
    boolean isInterrupted = Thread.interrupted(); // or else all channels would close at once
    PeerException fault =
        failed instanceof PeerException known
            ? known
            : new PeerException(rank, members.get(rank), "gave up: " + failed.getMessage());
    Set<Connection> unaware = new LinkedHashSet<>(connections);
    Set<Connection> listening = new LinkedHashSet<>(connections);
    Chunk scratch = pool.take();
    for (long end = System.nanoTime() + FAREWELL;
        !listening.isEmpty() && System.nanoTime() < end; ) {
      listening.removeIf(peer -> !tell(peer, unaware, fault, scratch.bytes()));
      if (listening.stream().allMatch(peer -> peer.rank() == fault.rank())) {
        break; // It may be told, but is not waited for.
      }

      listening.forEach(
          peer ->
              peer.await(SelectionKey.OP_READ | (peer.isSending() ? SelectionKey.OP_WRITE : 0)));
      try {
        selector.select(key -> {}, POLL_MILLISECONDS / 10);
      } catch (IOException e) {
        break; // What failed counts, not this.
      }
    }

    pool.giveBack(scratch);
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the frame that is on its way, sends the fault, and ends the output.
   *
   * @param unaware to whom the fault was not sent yet
   * @return whether that member is still there
   */
  private boolean tell(
      Connection peer, Set<Connection> unaware, PeerException fault, ByteBuffer scratch) {
    try {
      if (!peer.isSending() && unaware.remove(peer)) {
        byte[] problem = fault.problem().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(problem.length, ABORT_LIMIT - Integer.BYTES);
        ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES + length);
        payload.putInt(fault.rank()).put(problem, 0, length).flip();
        peer.send(
            new Operation.Outgoing(
                new Frame(operations, Frame.Kind.ABORT, 0, payload.remaining()), payload));
      }

      if (peer.isSending()) {
        peer.write();
        if (!peer.isSending() && !unaware.contains(peer)) {
          peer.endOutput();
        }
      }

      return peer.discard(scratch);
    } catch (IOException e) {
      return false; // It is gone.
    }
  }

  /** Leaves the group: an operation that runs in another thread fails. */
  @Override
  public void close() {
    isClosed = true;
    selector.wakeup();
    running.lock();
    try {
      release();
    } finally {
      running.unlock();
    }
  }

  private void release() {
    if (!isReleased) {
      isReleased = true;
      connections.forEach(Connection::close);
      pool.close();
      try {
        selector.close();
      } catch (IOException e) {
        // All its channels are closed.
      }
    }
  }
}
