package org.convoy.collective;

import java.nio.ByteBuffer;

/** What a group does together: which frames go to each other member, and which are due from it. */
interface Operation {
  /** Whether frames of that member are still to come. */
  boolean awaits(int rank);

  /** What is wrong with a frame of that member, or null if it may come now or later. */
  String problem(int rank, Frame frame);

  /** Whether the payload of a frame that is right may be read now. */
  boolean accepts(int rank, Frame frame);

  /** Where the payload of a frame that it accepts goes: as much memory as that has bytes. */
  ByteBuffer[] place(int rank, Frame frame);

  /** Takes the payload that is in its place. */
  void receive(int rank, Frame frame);

  /**
   * What goes to that member next.
   *
   * @param memory as large as any payload, for one that does not lie ready anywhere; free again
   *     when the next one is asked for
   * @return null if there is nothing to send now
   */
  Outgoing next(int rank, Chunk memory);

  /** Whether nothing will have to be sent to that member any more. */
  boolean isSent(int rank);

  /** Whether that member has yet to send what it can send by itself, without waiting for others. */
  boolean owes(int rank);

  /** Grows with what that member has sent. */
  long progress(int rank);

  /** Gives back the memory that it holds, done or not. */
  void release();

  /** A frame and the memory of its payload, which is read until it was sent. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Outgoing(Frame frame, ByteBuffer... payload) {}
}
