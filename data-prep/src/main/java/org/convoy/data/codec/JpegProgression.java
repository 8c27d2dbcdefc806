package org.convoy.data.codec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the scans of a JPEG file have delivered. A file that was cut between two scans and closed
 * with an end marker decodes without a warning; its missing precision gives it away.
 */
final class JpegProgression {
  private static final int COEFFICIENTS = 64;
  private static final int MISSING = -1;
  // The number of components, and the band and bit positions after them.
  private static final int FIXED_BYTES = 4;
  private static final int COMPONENT_BYTES = 2;

  private final boolean progressive;

  /** By component: the lowest bit delivered of each coefficient, 0 when it is complete. */
  private final Map<Integer, int[]> lowestBits = new LinkedHashMap<>();

  JpegProgression(JpegFrame frame) {
    this.progressive = frame.isProgressive();

    for (int id : frame.componentIds()) {
      int[] bits = new int[COEFFICIENTS];
      Arrays.fill(bits, MISSING);
      lowestBits.put(id, bits);
    }
  }

  /** Takes note of a scan by its header. */
  void add(byte[] file, JpegSegment scan) {
    int at = scan.payloadStart();
    int components = scan.payloadLength() < FIXED_BYTES ? 0 : file[at] & 0xff;

    if (components == 0 || scan.payloadLength() != FIXED_BYTES + components * COMPONENT_BYTES) {
      throw new BadImageException("corrupt JPEG: a scan header of wrong length");
    }

    int band = at + 1 + components * COMPONENT_BYTES;
    int first = progressive ? file[band] & 0xff : 0;
    int last = progressive ? file[band + 1] & 0xff : COEFFICIENTS - 1;
    int lowestBit = progressive ? file[band + 2] & 0xf : 0;

    if (first > last || last >= COEFFICIENTS) {
      throw new BadImageException("corrupt JPEG: a scan of %d to %d".formatted(first, last));
    }

    for (int i = 0; i < components; i++) {
      int[] bits = lowestBits.get(file[at + 1 + i * COMPONENT_BYTES] & 0xff);

      if (bits != null) {
        Arrays.fill(bits, first, last + 1, lowestBit);
      }
    }
  }

  /** Checks that every coefficient of every component came in full precision. */
  void checkComplete() {
    boolean complete =
        lowestBits.values().stream().flatMapToInt(Arrays::stream).allMatch(bit -> bit == 0);

    if (!complete) {
      throw new BadImageException("truncated JPEG: scans are missing before its end marker");
    }
  }
}
