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
  private final Chunk chunkOut;
  private final ByteBuffer[] outgoing;
  private boolean isSending;
  private Frame frameIn;
  private Chunk chunkIn;
  private long bytesSent;
  private long bytesReceived;

  Connection(
      int rank,
      InetSocketAddress address,
      SocketChannel channel,
      Selector selector,
      Chunk.Pool pool)
      throws IOException {
    this.rank = rank;
    this.address = address;
    this.channel = channel;
    this.pool = pool;
    key = channel.register(selector, 0);
    chunkOut = pool.take();
    outgoing = new ByteBuffer[] {headerOut, chunkOut.bytes()};
  }

  int rank() {
    return rank;
  }

  InetSocketAddress address() {
    return address;
  }

  boolean isSending() {
    return isSending;
  }

  /** Where the next payload is put before {@link #send}; only while nothing is being sent. */
  Chunk payload() {
    chunkOut.bytes().clear();
    return chunkOut;
  }

  /** Begins with a frame, whose payload is in {@link #payload}. */
  void send(Frame frame) {
    frame.write(headerOut);
    chunkOut.bytes().clear().limit(frame.bytes());
    isSending = true;
  }

  /** Sends as much as goes now; returns whether anything went. */
  boolean write() throws IOException {
    long written = channel.write(outgoing);
    bytesSent += written;
    isSending = chunkOut.bytes().hasRemaining() || headerOut.hasRemaining();
    return written > 0;
  }

  /** The frame whose payload is due or being read, as far as its header has come; else null. */
  Frame incoming() {
    return frameIn;
  }

  /** Reads of a header what is there; returns whether anything was. */
  boolean readHeader() throws IOException {
    int read = read(headerIn);
    if (!headerIn.hasRemaining()) {
      frameIn = Frame.read(headerIn);
      headerIn.clear();
      if (frameIn == null || frameIn.bytes() > pool.bytes()) {
        throw new IOException("no frame of this protocol");
      }
    }

    return read > 0;
  }

  /** Reads of a payload what is there; returns whether anything was. */
  boolean readPayload() throws IOException {
    if (chunkIn == null) {
      chunkIn = pool.take();
      chunkIn.bytes().clear().limit(frameIn.bytes());
    }

    return chunkIn.bytes().hasRemaining() && read(chunkIn.bytes()) > 0;
  }

  boolean hasPayload() {
    return chunkIn != null && !chunkIn.bytes().hasRemaining();
  }

  /** The payload that has come, which is the caller's from now on. */
  Chunk takePayload() {
    Chunk taken = chunkIn;
    chunkIn = null;
    frameIn = null;
    return taken;
  }

  private int read(ByteBuffer buffer) throws IOException {
    int read = channel.read(buffer);
    if (read < 0) {
      throw new EOFException("closed the connection");
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
    pool.giveBack(chunkOut);
    if (chunkIn != null) {
      pool.giveBack(chunkIn);
      chunkIn = null;
    }
  }
}
