package org.convoy.collective;

import java.nio.ByteBuffer;

/**
 * What goes before each payload: sixteen bytes, little-endian.
 *
 * @param operation which of the group's operations, from 0
 * @param kind what the payload is
 * @param index which chunk it is; of a message, how many bytes all of it has
 * @param bytes of the payload
 */
record Frame(int operation, Kind kind, int index, int bytes) {
  static final int HEADER_BYTES = 16;

  /** What a payload is. */
  enum Kind {
    /** A chunk of the sender's part of the receiver's slice. */
    PIECE,
    /** A chunk of the sender's slice, reduced. */
    RESULT,
    /** A part of a message. */
    MESSAGE,
    /** Why the sender gives up: rank and problem of the member that failed it. */
    ABORT
  }

  @SuppressWarnings("EnumOrdinal") // all members are of one build
  void write(ByteBuffer header) {
    header.clear().putInt(operation).putInt(kind.ordinal()).putInt(index).putInt(bytes).flip();
  }

  /** Null if it is none. */
  static Frame read(ByteBuffer header) {
    int operation = header.getInt(0);
    int kind = header.getInt(4);
    int bytes = header.getInt(12);
    return kind < 0 || kind >= Kind.values().length || bytes < 0
        ? null
        : new Frame(operation, Kind.values()[kind], header.getInt(8), bytes);
  }
}
