package org.convoy.collective;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** To one other member: at most one frame on its way out, and one on its way in. */
final class Connection implements AutoCloseable {
  private final int rank;
  private final InetSocketAddress address;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Chunk.Pool pool;

  private final ByteBuffer headerOut = NativeMemory.allocate(Frame.HEADER_BYTES);
  private final ByteBuffer headerIn = NativeMemory.allocate(Frame.HEADER_BYTES);
  private final Chunk memory;
  private ByteBuffer[] outgoing;
  private Frame frameIn;
  private ByteBuffer[] place;
  private final FrameCipher sealing;
  private final FrameCipher opening;
  private final ByteBuffer sealedOut;
  private final ByteBuffer sealedIn;
  private long bytesSent;
  private long bytesReceived;

  /**
   * @param channel proven to lead to that member, not blocking
   * @param ciphers null if what is sent is not sealed
   */
  Connection(
      int rank,
      InetSocketAddress address,
      SocketChannel channel,
      Ciphers ciphers,
      Selector selector,
      Chunk.Pool pool)
      throws IOException {
    this.rank = rank;
    this.address = address;
    this.channel = channel;
    this.pool = pool;
    key = channel.register(selector, 0);
    memory = pool.take();
    sealing = ciphers == null ? null : ciphers.sealing();
    opening = ciphers == null ? null : ciphers.opening();
    int sealed = ciphers == null ? 0 : pool.bytes() + FrameCipher.TAG_BYTES;
    sealedOut = NativeMemory.allocate(sealed);
    sealedIn = NativeMemory.allocate(sealed);
  }

  /** Of the two ways of a connection. */
  record Ciphers(FrameCipher sealing, FrameCipher opening) {
    static Ciphers of(Proof proof, int own, int peer) {
      return new Ciphers(
          FrameCipher.sealing(proof.key(own, peer)), FrameCipher.opening(proof.key(peer, own)));
    }
  }

  int rank() {
    return rank;
  }

  InetSocketAddress address() {
    return address;
  }

  boolean isSending() {
    return outgoing != null;
  }

  /** For the next payload, if it does not lie ready; only while nothing is being sent. */
  Chunk memory() {
    return memory;
  }

  /** Begins to send; a payload that is to be sealed is one buffer. */
  void send(Operation.Outgoing next) throws IOException {
    next.frame().write(headerOut);
    outgoing = new ByteBuffer[1 + next.payload().length];
    outgoing[0] = headerOut;
    System.arraycopy(next.payload(), 0, outgoing, 1, next.payload().length);
    if (sealing != null) {
      sealing.apply(headerOut, outgoing[1], sealedOut.clear());
      outgoing[1] = sealedOut.flip();
    }
  }

  /** Sends as much as goes now; returns whether anything went. */
  boolean write() throws IOException {
    long written = channel.write(outgoing);
    bytesSent += written;
    if (!hasRemaining(outgoing)) {
      outgoing = null;
    }

    return written > 0;
  }

  private static boolean hasRemaining(ByteBuffer[] buffers) {
    return buffers[buffers.length - 1].hasRemaining() || buffers[0].hasRemaining();
  }

  /** The frame whose header has come, and its payload not yet; else null. */
  Frame incoming() {
    return frameIn;
  }

  /** Reads of a header what is there; returns whether anything was. */
  boolean readHeader() throws IOException {
    boolean hasRead = read(headerIn) > 0;
    if (!headerIn.hasRemaining()) {
      frameIn = Frame.read(headerIn);
      if (frameIn == null || frameIn.bytes() > pool.bytes()) {
        throw new IOException("no frame of this protocol");
      }
    }

    return hasRead;
  }

  /** Whether it is known where the payload goes. */
  boolean hasPlace() {
    return place != null;
  }

  void place(ByteBuffer... payload) {
    place = payload;
    if (opening != null) {
      sealedIn.clear().limit(frameIn.bytes() + FrameCipher.TAG_BYTES);
    }
  }

  /** Reads of a payload what is there; returns whether anything was. */
  boolean readPayload() throws IOException {
    if (!isDue()) {
      return false;
    }

    long read = opening == null ? channel.read(place) : channel.read(sealedIn);
    if (read < 0) {
      throw new EOFException();
    }

    bytesReceived += read;
    return read > 0;
  }

  private boolean isDue() {
    return opening == null ? place[place.length - 1].hasRemaining() : sealedIn.hasRemaining();
  }

  /** The frame whose payload is in its place, if that is so; else null. */
  Frame takeFrame() throws IOException {
    if (place == null || isDue()) {
      return null;
    }

    if (opening != null) {
      opening.apply(headerIn, sealedIn.flip(), place[0]);
    }

    Frame taken = frameIn;
    frameIn = null;
    place = null;
    headerIn.clear();
    return taken;
  }

  private int read(ByteBuffer buffer) throws IOException {
    int read = channel.read(buffer);
    if (read < 0) {
      throw new EOFException();
    }

    bytesReceived += read;
    return read;
  }

  /** Reads and forgets what is there; returns whether the other side may still send. */
  boolean discard(ByteBuffer scratch) throws IOException {
    int read;
    do {
      read = channel.read(scratch.clear());
    } while (read > 0);

    return read == 0;
  }

  void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  void await(int interest) {
    if (key.interestOps() != interest) {
      key.interestOps(interest);
    }
  }

  long bytesSent() {
    return bytesSent;
  }

  long bytesReceived() {
    return bytesReceived;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nobody is left to tell.
    }

    NativeMemory.free(headerOut);
    NativeMemory.free(headerIn);
    NativeMemory.free(sealedOut);
    NativeMemory.free(sealedIn);
    pool.giveBack(memory);
  }
}
