package org.convoy.train.state;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which weights and files are recognised. */
public final class Sha256 {
  private Sha256() {}

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
