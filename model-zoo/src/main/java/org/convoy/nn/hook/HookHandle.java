package org.convoy.nn.hook;

/** A registered hook, until it is removed. */
public interface HookHandle extends AutoCloseable {
  /** Takes the hook off all its layers; a second call does nothing. */
  void remove();

  /** As {@link #remove}. */
  @Override
  default void close() {
    remove();
  }
}
