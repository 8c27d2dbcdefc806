package org.convoy.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * One side of the dialogue that begins a connection:
 *
 * <pre>
 *   connecting: magic, size, its rank, the other's rank, nonce
 *   accepting:  nonce, proof that it knows the secret
 *   connecting: proof that it knows the secret
 *   accepting:  proof that the connection is taken
 * </pre>
 *
 * Every message has a length known before, so that a stranger cannot make anybody take memory.
 */
final class Handshake {
  private static final byte[] MAGIC = {'c', 'o', 'n', 'v', 'o', 'y', 'g', '1'};
  private static final int HELLO_BYTES = MAGIC.length + 3 * Integer.BYTES + Proof.NONCE_BYTES;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** What the other side sends next. */
  private enum Due {
    HELLO(HELLO_BYTES),
    ANSWER(Proof.NONCE_BYTES + Proof.BYTES),
    PROOF(Proof.BYTES),
    ACCEPTED(Proof.BYTES),
    NOTHING(0);

    private final int bytes;

    Due(int bytes) {
      this.bytes = bytes;
    }
  }

  private final SocketChannel channel;
  private final byte[] secret;
  private final int size;
  private final int own;
  private final boolean isAccepting;
  private final long begun = System.nanoTime();
  private final byte[] nonce = new byte[Proof.NONCE_BYTES];
  private ByteBuffer in;
  private ByteBuffer out = ByteBuffer.allocate(0);
  private Due due;
  private int peer;
  private Proof proof;

  private Handshake(SocketChannel channel, byte[] secret, int size, int own, int peer, Due due) {
    this.channel = channel;
    this.secret = secret;
    this.size = size;
    this.own = own;
    this.peer = peer;
    isAccepting = due == Due.HELLO;
    RANDOM.nextBytes(nonce);
    expect(due);
  }

  /** Of the side that listens, which does not know yet who it is. */
  static Handshake accepting(SocketChannel channel, byte[] secret, int size, int own) {
    return new Handshake(channel, secret, size, own, -1, Due.HELLO);
  }

  /** Of the side that connects, or has begun to. */
  static Handshake connecting(SocketChannel channel, byte[] secret, int size, int own, int peer) {
    Handshake handshake = new Handshake(channel, secret, size, own, peer, Due.ANSWER);
    ByteBuffer hello = ByteBuffer.allocate(HELLO_BYTES);
    hello.put(MAGIC).putInt(size).putInt(own).putInt(peer).put(handshake.nonce).flip();
    handshake.out = hello;
    return handshake;
  }

  private void expect(Due next) {
    due = next;
    in = ByteBuffer.allocate(next.bytes);
  }

  SocketChannel channel() {
    return channel;
  }

  /** Of the other side, as it says; proven when this {@link #isDone}. -1 before. */
  int peer() {
    return peer;
  }

  /** Whether the other side was the one that connected. */
  boolean isAccepting() {
    return isAccepting;
  }

  Proof proof() {
    return proof;
  }

  long begun() {
    return begun;
  }

  boolean isDone() {
    return due == Due.NOTHING && !out.hasRemaining();
  }

  /** What the dialogue waits for, as a selection key's interest. */
  int interest() {
    if (channel.isConnectionPending()) {
      return SelectionKey.OP_CONNECT;
    }

    return out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
  }

  /**
   * Goes on as far as it can.
   *
   * @return false if the other side is none that knows the secret, or has gone
   * @throws IOException if it has gone, as well
   */
  boolean advance() throws IOException {
    if (channel.isConnectionPending() && !channel.finishConnect()) {
      return true;
    }

    while (!isDone()) {
      channel.write(out);
      if (out.hasRemaining()) {
        return true;
      }

      if (isDone()) {
        return true;
      }

      if (channel.read(in) < 0) {
        return false;
      }

      if (in.hasRemaining()) {
        return true;
      }

      if (!take(in.flip())) {
        return false;
      }
    }

    return true;
  }

  private boolean take(ByteBuffer message) {
    return switch (due) {
      case HELLO -> takeHello(message);
      case ANSWER -> takeAnswer(message);
      case PROOF -> {
        out = ByteBuffer.wrap(proof.of(Proof.Step.ACCEPTED));
        yield isProof(message, Proof.Step.CONNECTING_KNOWS, Due.NOTHING);
      }
      case ACCEPTED -> isProof(message, Proof.Step.ACCEPTED, Due.NOTHING);
      case NOTHING -> false;
    };
  }

  private boolean takeHello(ByteBuffer message) {
    byte[] magic = new byte[MAGIC.length];
    byte[] other = new byte[Proof.NONCE_BYTES];
    message.get(magic);
    int theirSize = message.getInt();
    peer = message.getInt();
    int meant = message.getInt();
    message.get(other);
    if (!Arrays.equals(magic, MAGIC)
        || theirSize != size
        || meant != own
        || peer <= own
        || peer >= size) {
      return false;
    }

    proof = new Proof(secret, size, peer, own, concat(other, nonce));
    out = ByteBuffer.wrap(concat(nonce, proof.of(Proof.Step.ACCEPTING_KNOWS)));
    expect(Due.PROOF);
    return true;
  }

  private boolean takeAnswer(ByteBuffer message) {
    byte[] other = new byte[Proof.NONCE_BYTES];
    message.get(other);
    proof = new Proof(secret, size, own, peer, concat(nonce, other));
    out = ByteBuffer.wrap(proof.of(Proof.Step.CONNECTING_KNOWS));
    return isProof(message, Proof.Step.ACCEPTING_KNOWS, Due.ACCEPTED);
  }

  private boolean isProof(ByteBuffer message, Proof.Step step, Due next) {
    byte[] theirs = new byte[Proof.BYTES];
    message.get(theirs);
    expect(next);
    return MessageDigest.isEqual(theirs, proof.of(step));
  }

  private static byte[] concat(byte[] some, byte[] more) {
    byte[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
