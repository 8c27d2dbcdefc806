package org.convoy.data.prepare;

final class BadImageException extends RuntimeException {
  BadImageException(String reason) {
    super(reason);
  }
}
