package org.convoy.data.codec;

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
}
