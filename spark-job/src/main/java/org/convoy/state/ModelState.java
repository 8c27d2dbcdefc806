package org.convoy.state;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import org.convoy.common.Sha256;

/**
 * All that a training step reads and changes, as flat float vectors in the order of the network's
 * parameter layout. Not copied on construction: whoever makes one gives its arrays away.
 *
 * @param parameters weights, biases and running statistics
 * @param optimizerState the optimizer's vectors (momentum …), empty for one without state
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are compared by identity, never by content
public record ModelState(float[] parameters, float[] optimizerState) {
  private static final int HASH_CHUNK = 1 << 14;

  public ModelState {
    requireNonNull(parameters, "parameters is null");
    requireNonNull(optimizerState, "optimizerState is null");
  }

  /** SHA-256 of the parameters as little-endian float32, in lower-case hex. */
  public String weightsSha256() {
    MessageDigest digest = Sha256.digest();
    ByteBuffer chunk = ByteBuffer.allocate(HASH_CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < parameters.length; from += HASH_CHUNK) {
      int length = Math.min(HASH_CHUNK, parameters.length - from);
      chunk.asFloatBuffer().put(parameters, from, length);
      digest.update(chunk.array(), 0, length * Float.BYTES);
    }

    return Sha256.hex(digest);
  }

  /** Whether no parameter is NaN or infinite. */
  public boolean isFinite() {
    for (float parameter : parameters) {
      if (!Float.isFinite(parameter)) {
        return false;
      }
    }

    return true;
  }
}
