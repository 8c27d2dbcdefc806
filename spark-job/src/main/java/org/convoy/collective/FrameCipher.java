package org.convoy.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals frames that go one way over one connection, or opens them, by AES-256-GCM. The key is of
 * this way alone, and the nonce counts the frames, so that none can be left out, repeated or moved.
 * A header can be read, but is sealed with its payload.
 */
final class FrameCipher {
  /** By how much a sealed payload is longer. */
  static final int TAG_BYTES = 16;

  private static final int NONCE_BYTES = 12;

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final int mode;
  private long frames;

  private FrameCipher(byte[] key, int mode) {
    this.key = new SecretKeySpec(key, "AES");
    this.mode = mode;
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }

  static FrameCipher sealing(byte[] key) {
    return new FrameCipher(key, Cipher.ENCRYPT_MODE);
  }

  static FrameCipher opening(byte[] key) {
    return new FrameCipher(key, Cipher.DECRYPT_MODE);
  }

  /**
   * Turns a payload into a sealed one, or back.
   *
   * @param header of the frame, from its first byte to its last; left as it is
   * @throws IOException if what is to be opened is not what was sealed
   */
  void apply(ByteBuffer header, ByteBuffer from, ByteBuffer to) throws IOException {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(frames++).array();
    try {
      cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
      cipher.updateAAD(header.duplicate().clear());
      cipher.doFinal(from, to);
    } catch (GeneralSecurityException e) {
      throw new IOException("a frame that was changed on its way", e);
    }
  }
}
