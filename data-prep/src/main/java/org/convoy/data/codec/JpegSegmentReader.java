package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Walks a JPEG file from marker to marker, reading over bytes that do not belong there. */
final class JpegSegmentReader {
  private static final int SOI_BYTES = 2;
  private static final byte MARKER_PREFIX = (byte) 0xff;

  private final byte[] file;
  private int position = SOI_BYTES;
  private int scans;

  JpegSegmentReader(byte[] file) {
    this.file = file;
  }

  /** The next segment; of a scan only its header, so that {@link #skipScanData} must follow. */
  JpegSegment next() {
    int marker = nextMarker();
    int start = position;

    if (!JpegMarker.standsAlone(marker)) {
      position += segmentLength();
    }

    if (marker == JpegMarker.SOS) {
      scans++;
    }

    return new JpegSegment(marker, start, position);
  }

  /** Skips the entropy-coded data of a scan; returns the index of the marker that ends it. */
  int skipScanData() {
    while (true) {
      position = indexOfPrefix(position);
      int code = position;

      while (code < file.length && file[code] == MARKER_PREFIX) {
        code++;
      }

      if (code >= file.length) {
        throw truncated();
      }

      int marker = file[code] & 0xff;

      if (marker != 0 && !JpegMarker.isRestart(marker)) {
        return position;
      }

      position = code + 1;
    }
  }

  int scans() {
    return scans;
  }

  private int nextMarker() {
    while (true) {
      position = indexOfPrefix(position);

      while (position < file.length && file[position] == MARKER_PREFIX) {
        position++;
      }

      if (position >= file.length) {
        throw truncated();
      }

      int marker = file[position++] & 0xff;

      if (marker != 0) {
        return marker;
      }
    }
  }

  private int segmentLength() {
    if (position + 2 > file.length) {
      throw truncated();
    }

    int length = ((file[position] & 0xff) << 8) | (file[position + 1] & 0xff);

    if (length < 2) {
      throw new BadImageException("corrupt JPEG: a segment of length " + length);
    }

    if (length > file.length - position) {
      throw truncated();
    }

    return length;
  }

  private int indexOfPrefix(int from) {
    for (int i = from; i < file.length; i++) {
      if (file[i] == MARKER_PREFIX) {
        return i;
      }
    }

    throw truncated();
  }

  private BadImageException truncated() {
    return new BadImageException(
        scans == 0
            ? "truncated JPEG: the data ends before the first scan"
            : "truncated JPEG: the data ends in scan %d, no end marker".formatted(scans));
  }

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

  /** Second bytes of JPEG markers (ITU-T T.81, table B.1). */
  static final class JpegMarker {
    static final int SOF0 = 0xc0;
    static final int SOF1 = 0xc1;
    static final int SOF2 = 0xc2;
    static final int SOF3 = 0xc3;
    static final int DHT = 0xc4;
    static final int JPG = 0xc8;
    static final int SOF9 = 0xc9;
    static final int SOF10 = 0xca;
    static final int SOF11 = 0xcb;
    static final int DAC = 0xcc;
    static final int SOF15 = 0xcf;
    static final int RST0 = 0xd0;
    static final int RST7 = 0xd7;
    static final int SOI = 0xd8;
    static final int EOI = 0xd9;
    static final int SOS = 0xda;
    static final int DQT = 0xdb;
    static final int DNL = 0xdc;
    static final int DRI = 0xdd;
    static final int APP0 = 0xe0;
    static final int APP1 = 0xe1;
    static final int APP14 = 0xee;
    static final int APP15 = 0xef;
    static final int SOF55 = 0xf7;
    static final int COM = 0xfe;
    static final int TEM = 0x01;

    private JpegMarker() {}

    static boolean isFrame(int marker) {
      return marker == SOF55
          || (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC);
    }

    static boolean isRestart(int marker) {
      return marker >= RST0 && marker <= RST7;
    }

    /** Markers without a length and a payload. */
    static boolean standsAlone(int marker) {
      return isRestart(marker) || marker == SOI || marker == EOI || marker == TEM;
    }

    /** Tables that the scans are decoded with. */
    static boolean isTable(int marker) {
      return marker == DHT || marker == DQT || marker == DRI || marker == DAC;
    }

    /** Markers that libjpeg reads over. */
    static boolean isIgnorable(int marker) {
      return (marker >= APP0 && marker <= APP15)
          || marker == COM
          || marker == DNL
          || marker == TEM
          || isRestart(marker);
    }
  }
}
