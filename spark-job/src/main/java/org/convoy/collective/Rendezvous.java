package org.convoy.collective;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/**
 * A listening port of one member, before the group is formed. Whoever connects has to prove the
 * secret, and is proven it; who sends anything else, or nothing, is dropped and does not disturb.
 */
public final class Rendezvous implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final ServerSocketChannel server;
  private final InetSocketAddress address;
  private final GroupSettings settings;

  private Rendezvous(ServerSocketChannel server, GroupSettings settings) throws IOException {
    this.server = server;
    this.settings = settings;
    address = (InetSocketAddress) server.getLocalAddress();
  }

  /**
   * Listens at a free port.
   *
   * @param own address of this process, at which alone it listens
   */
  public static Rendezvous open(InetAddress own, GroupSettings settings) {
    try {
      ServerSocketChannel server = ServerSocketChannel.open();
      try {
        server.bind(new InetSocketAddress(own, 0), BACKLOG).configureBlocking(false);
        return new Rendezvous(server, settings);
      } catch (IOException | RuntimeException e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen at %s: %s".formatted(own.getHostAddress(), e.getMessage()), e);
    }
  }

  /** What the other members need. */
  public InetSocketAddress address() {
    return address;
  }

  /**
   * Connects to all others, and closes the port.
   *
   * @param members where each listens, in the order of ranks
   * @param rank of this one among them
   * @throws PeerException if a member does not join within the time-out
   */
  public ProcessGroup join(List<InetSocketAddress> members, int rank) {
    if (rank < 0 || rank >= members.size()) {
      throw new IllegalArgumentException("rank %d of %d members".formatted(rank, members.size()));
    }

    try (Joining joining = new Joining(server, members, rank, settings)) {
      return joining.run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot form a group: " + e.getMessage(), e);
    } finally {
      close();
    }
  }

  /** Listens no more; a group that was joined goes on. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
