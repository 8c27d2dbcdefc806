package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * One marker segment of a JPEG file.
 *
 * @param marker second byte of the marker
 * @param start index of its first byte after the marker, the length field if it has one
 * @param end index after its last byte
 */
record JpegSegment(int marker, int start, int end) {
  private static final int LENGTH_BYTES = 2;

  int payloadStart() {
    return start + LENGTH_BYTES;
  }

  int payloadLength() {
    return end - payloadStart();
  }

  /** Whether the payload begins with this text and is at least so long. */
  boolean isTagged(byte[] file, String tag, int minimumLength) {
    byte[] bytes = tag.getBytes(US_ASCII);

    return payloadLength() >= Math.max(bytes.length, minimumLength)
        && Arrays.equals(
            file, payloadStart(), payloadStart() + bytes.length, bytes, 0, bytes.length);
  }
}
