package org.convoy.collective;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * That a member knows the secret, for one connection: an HMAC-SHA-256 of what it proves, of who
 * proves it to whom, and of a random number of each side, so that no proof is of use anywhere else.
 *
 * @param connecting rank of the side that connected
 * @param accepting rank of the side that listened
 * @param nonces of the connecting side, then of the accepting one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Proof(byte[] secret, int size, int connecting, int accepting, byte[] nonces) {
  static final int BYTES = 32;
  static final int NONCE_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  /** What is proven, in the order of the dialogue. */
  enum Step {
    ACCEPTING_KNOWS,
    CONNECTING_KNOWS,
    ACCEPTED
  }

  byte[] of(Step step) {
    byte[] label =
        ("convoy collective 1 " + step.name() + "\0").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer message =
        ByteBuffer.allocate(label.length + 3 * Integer.BYTES + nonces.length)
            .put(label)
            .putInt(size)
            .putInt(connecting)
            .putInt(accepting)
            .put(nonces);
    return hmac(secret, message.array());
  }

  /** A key for what goes one way, by HKDF (RFC 5869). */
  byte[] key(int from, int to) {
    byte[] random = hmac(nonces, secret);
    byte[] purpose =
        "convoy collective 1 key %d of %d to %d\1"
            .formatted(from, size, to)
            .getBytes(StandardCharsets.US_ASCII);
    return hmac(random, purpose);
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
    }
  }
}
