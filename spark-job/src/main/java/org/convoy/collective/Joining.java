package org.convoy.collective;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * The dialogues of a member that joins its group, and the connections they have proven: each
 * connects to the members before it, and is connected to by those after it.
 */
final class Joining implements AutoCloseable {
  private static final int MOST_STRANGERS = 256;
  private static final int ACCEPTED_AT_ONCE = 64;
  private static final long POLL_MILLISECONDS = 50;
  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SILENCE = TimeUnit.SECONDS.toNanos(5);
  private static final long REFUSALS = TimeUnit.SECONDS.toNanos(2);

  private final ServerSocketChannel server;
  private final List<InetSocketAddress> members;
  private final int rank;
  private final GroupSettings settings;
  private final Selector selector = Selector.open();
  private final byte[] secret;
  private final long begun = System.nanoTime();
  private final SocketChannel[] joined;
  private final Proof[] proofs;
  private final boolean[] isTrying;
  private final long[] nextTry;
  private final long[] refusedSince;
  private int dropped;

  Joining(
      ServerSocketChannel server, List<InetSocketAddress> members, int rank, GroupSettings settings)
      throws IOException {
    this.server = server;
    this.members = List.copyOf(members);
    this.rank = rank;
    this.settings = settings;
    secret = settings.secret();
    joined = new SocketChannel[members.size()];
    proofs = new Proof[members.size()];
    isTrying = new boolean[members.size()];
    nextTry = new long[members.size()];
    refusedSince = new long[members.size()];
    Arrays.fill(nextTry, begun);
  }

  ProcessGroup run() throws IOException {
    server.register(selector, SelectionKey.OP_ACCEPT);
    while (firstMissing() >= 0) {
      connect();
      selector.select(this::advance, POLL_MILLISECONDS);
      dropSilent();
      checkGivenUp();
    }

    ProcessGroup group = new ProcessGroup(rank, members, joined, proofs, settings, dropped);
    Arrays.fill(joined, null); // the group's from now on
    return group;
  }

  private int firstMissing() {
    for (int peer = 0; peer < joined.length; peer++) {
      if (peer != rank && joined[peer] == null) {
        return peer;
      }
    }

    return -1;
  }

  /** To the members before this one, and again to one that dropped it among strangers. */
  private void connect() throws IOException {
    for (int peer = 0; peer < rank; peer++) {
      if (joined[peer] == null && !isTrying[peer] && System.nanoTime() - nextTry[peer] >= 0) {
        isTrying[peer] = true;
        SocketChannel channel = SocketChannel.open();
        Handshake handshake = Handshake.connecting(channel, secret, members.size(), rank, peer);
        try {
          channel.configureBlocking(false);
          channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
          channel.connect(members.get(peer));
          channel.register(selector, handshake.interest(), handshake);
        } catch (IOException e) {
          drop(handshake, e);
        }
      }
    }
  }

  private void advance(SelectionKey key) {
    if (key.attachment() instanceof Handshake handshake) {
      try {
        advance(key, handshake);
      } catch (IOException e) {
        drop(handshake, e);
      }
    } else {
      accept();
    }
  }

  private void advance(SelectionKey key, Handshake handshake) throws IOException {
    if (!handshake.advance()) {
      drop(handshake, null);
    } else if (!handshake.isDone()) {
      key.interestOps(handshake.interest());
    } else if (joined[handshake.peer()] != null) {
      drop(handshake, null); // has joined already
    } else {
      key.cancel();
      joined[handshake.peer()] = handshake.channel();
      proofs[handshake.peer()] = handshake.proof();
    }
  }

  private void accept() {
    try {
      for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
        SocketChannel channel = server.accept();
        if (channel == null) {
          return;
        }

        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Handshake handshake = Handshake.accepting(channel, secret, members.size(), rank);
        channel.register(selector, handshake.interest(), handshake);
        dropOldest();
      }
    } catch (IOException e) {
      dropped++; // Gone before it was accepted, or no file descriptor is left for it.
    }
  }

  private List<Handshake> strangers() {
    return selector.keys().stream()
        .filter(SelectionKey::isValid)
        .map(SelectionKey::attachment)
        .filter(Handshake.class::isInstance)
        .map(Handshake.class::cast)
        .filter(Handshake::isAccepting)
        .toList();
  }

  private void dropOldest() {
    List<Handshake> strangers = strangers();
    if (strangers.size() > MOST_STRANGERS) {
      strangers.stream()
          .min(Comparator.comparingLong(stranger -> stranger.begun() - begun))
          .ifPresent(oldest -> drop(oldest, null));
    }
  }

  private void dropSilent() {
    for (Handshake stranger : strangers()) {
      if (System.nanoTime() - stranger.begun() > SILENCE) {
        drop(stranger, null);
      }
    }
  }

  /**
   * @param reason null if the other side is none of the group, or ended the connection
   */
  private void drop(Handshake handshake, IOException reason) {
    close(handshake.channel());
    if (handshake.isAccepting()) {
      dropped++;
      return;
    }

    int peer = handshake.peer();
    long now = System.nanoTime();
    isTrying[peer] = false;
    nextTry[peer] = now + RETRY;
    if (!(reason instanceof ConnectException)) {
      refusedSince[peer] = 0;
    } else if (refusedSince[peer] == 0) {
      refusedSince[peer] = now;
    } else if (now - refusedSince[peer] > REFUSALS) {
      throw new PeerException(
          peer, members.get(peer), "cannot be reached: " + reason.getMessage(), reason);
    }
  }

  private void checkGivenUp() {
    if (Thread.currentThread().isInterrupted() || settings.cancelled().getAsBoolean()) {
      throw new CancellationException("cancelled while other workers were joining");
    }

    int missing = firstMissing();
    if (missing >= 0 && System.nanoTime() - begun > settings.joinTimeout().toNanos()) {
      throw new PeerException(
          missing,
          members.get(missing),
          "did not join within %s s; %d wrong or silent connections were dropped"
              .formatted(settings.joinTimeout().toSeconds(), dropped));
    }
  }

  /** Ends what is no part of a group: dialogues that go on, and all if there is none. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      if (key.isValid() && key.attachment() instanceof Handshake handshake) {
        close(handshake.channel());
      }
    }

    for (SocketChannel channel : joined) {
      if (channel != null) {
        close(channel);
      }
    }

    selector.close();
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nobody is left to tell.
    }
  }
}
