package org.convoy.golden.reference;

/** A kernel cannot run the case by design, so that networks run it on the other one. */
public final class KernelLacksOperationException extends RuntimeException {
  public KernelLacksOperationException(String message) {
    super(message);
  }

  public KernelLacksOperationException(UnsupportedOperationException cause) {
    super(cause.getMessage(), cause);
  }
}
