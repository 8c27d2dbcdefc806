package org.convoy.collective;

/** What a group does together: which frames go to each other member, and which are due from it. */
interface Operation {
  /** Whether frames of that member are still to come. */
  boolean awaits(int rank);

  /** What is wrong with a frame of that member, or null if it may come now or later. */
  String problem(int rank, Frame frame);

  /** Whether the payload of a frame that is right may be read now. */
  boolean accepts(int rank, Frame frame);

  /** Takes a payload, whose memory is the operation's from now on. */
  void receive(int rank, Frame frame, Chunk payload);

  /**
   * Fills the next payload for that member.
   *
   * @return what goes before it, or null if there is nothing to send now
   */
  Frame next(int rank, Chunk payload);

  /** Whether nothing will have to be sent to that member any more. */
  boolean isSent(int rank);

  /** Whether that member has yet to send what it can send by itself, without waiting for others. */
  boolean owes(int rank);

  /** Grows with what that member has sent. */
  long progress(int rank);

  /** Gives back the memory that it holds, done or not. */
  void release();
}
