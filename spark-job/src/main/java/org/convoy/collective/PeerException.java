package org.convoy.collective;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/** A member of the group that failed the others: it died, fell silent, or sent what was not due. */
public final class PeerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int rank;
  private final InetSocketAddress address;
  private final String problem;

  /**
   * @param rank of the member that failed
   * @param address where it listened
   * @param problem what happened, as what follows its name
   */
  public PeerException(int rank, InetSocketAddress address, String problem) {
    super("rank %d (%s) %s".formatted(rank, name(address), problem));
    this.rank = rank;
    this.address = requireNonNull(address, "address is null");
    this.problem = requireNonNull(problem, "problem is null");
  }

  /** As the above, with what showed it. */
  PeerException(int rank, InetSocketAddress address, String problem, Throwable cause) {
    this(rank, address, problem);
    initCause(cause);
  }

  private static String name(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  /** Of the member that failed. */
  public int rank() {
    return rank;
  }

  /** Where that member listened while the group was formed. */
  public InetSocketAddress address() {
    return address;
  }

  /** What happened, for example {@code closed the connection}. */
  public String problem() {
    return problem;
  }
}
