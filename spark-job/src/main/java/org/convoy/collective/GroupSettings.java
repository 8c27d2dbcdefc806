package org.convoy.collective;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What all members of a group agree on, and what each does for itself.
 *
 * @param secret that members prove to each other, at least 16 random bytes, of this group alone
 * @param timeout how long a member that all wait for may be silent; joining may take as long, but
 *     no more than a minute
 * @param encryption of everything after the proofs
 * @param messageLimit bytes of a message of {@link ProcessGroup#allGather(byte[])}
 * @param cancelled asked several times a second while this member waits: if true, it gives up
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GroupSettings(
    byte[] secret,
    Duration timeout,
    Encryption encryption,
    int messageLimit,
    BooleanSupplier cancelled) {
  private static final Duration LONGEST_JOIN = Duration.ofMinutes(1);
  private static final int LEAST_SECRET = 16;
  private static final int MESSAGE_LIMIT = 64 << 20;

  /** Whether what members send each other can be read on the way. */
  public enum Encryption {
    /** It can. */
    NONE,
    /** It is sealed by AES-256-GCM, with keys of their own for each connection and direction. */
    AES_GCM
  }

  public GroupSettings {
    secret = secret.clone();
    requireNonNull(encryption, "encryption is null");
    requireNonNull(cancelled, "cancelled is null");
    if (secret.length < LEAST_SECRET) {
      throw new IllegalArgumentException(
          "a secret of %d bytes: at least %d".formatted(secret.length, LEAST_SECRET));
    }

    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout is not positive: " + timeout);
    }

    if (messageLimit < 0) {
      throw new IllegalArgumentException("messageLimit is negative: " + messageLimit);
    }
  }

  /** Members that join all listen already. */
  Duration joinTimeout() {
    return timeout.compareTo(LONGEST_JOIN) < 0 ? timeout : LONGEST_JOIN;
  }

  /** Without encryption, with messages of up to 64 MiB, never cancelled. */
  public GroupSettings(byte[] secret, Duration timeout) {
    this(secret, timeout, Encryption.NONE, MESSAGE_LIMIT, () -> false);
  }

  /** The same with other encryption. */
  public GroupSettings with(Encryption other) {
    return new GroupSettings(secret, timeout, other, messageLimit, cancelled);
  }

  /** The same that gives up when this says so. */
  public GroupSettings with(BooleanSupplier cancellation) {
    return new GroupSettings(secret, timeout, encryption, messageLimit, cancellation);
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "GroupSettings[timeout=%s, encryption=%s]".formatted(timeout, encryption);
  }
}
