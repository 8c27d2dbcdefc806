package org.convoy.data.codec;

/**
 * A JPEG file checked from its start to its end marker and written anew with nothing in it but what
 * decides the pixels: tables, frame and scans. Three components come out of the native decoder as
 * they are stored, whatever their {@link JpegHeader#color}.
 *
 * <p>Comments, EXIF, color profiles, thumbnails, stray bytes before markers and whatever follows
 * the end never reach the native decoder, so what it still warns about is damage to pixels.
 *
 * @param bytes the clean file, in the first {@code length} elements
 */
@SuppressWarnings("ArrayRecordComponent") // a value between two methods, never compared
record JpegStream(JpegHeader header, byte[] bytes, int length) {
  /** Scans of a progressive file; encoders write about ten, libjpeg takes the time for each. */
  static final int MAX_SCANS = 100;

  private static final int CMYK_COMPONENTS = 4;
  private static final int YCCK = 2;
  // Start and end marker, Adobe segment.
  private static final int ADDED_BYTES = 64;
  private static final byte[] ADOBE = {0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0};

  static JpegStream read(byte[] file, DecodeOptions options) {
    JpegHeader header = JpegHeader.read(file);
    options.check(header.imageHeader());
    checkSize(header.frame(), file.length);

    Writer writer = new Writer(file);
    writer.writeMarker(JpegMarker.SOI);
    writer.writeColors(header);
    copySegments(file, header.frame(), writer);
    writer.writeMarker(JpegMarker.EOI);
    return new JpegStream(header, writer.clean, writer.length);
  }

  /** Every block takes at least one bit, so that memory is taken only in proportion to the file. */
  private static void checkSize(JpegFrame frame, int fileLength) {
    if (frame.isHuffmanCoded() && frame.blocks() > (long) Byte.SIZE * fileLength) {
      throw new BadImageException(
          "truncated JPEG: %d bytes cannot hold %d x %d pixels"
              .formatted(fileLength, frame.height(), frame.width()));
    }
  }

  private static void copySegments(byte[] file, JpegFrame frame, Writer writer) {
    JpegSegmentReader reader = new JpegSegmentReader(file);
    JpegHeader.Builder checks = new JpegHeader.Builder(file);
    JpegProgression progression = new JpegProgression(frame);
    JpegSegment segment = reader.next();

    while (segment.marker() != JpegMarker.EOI) {
      if (segment.marker() == JpegMarker.SOS) {
        progression.add(file, segment);
        writer.write(segment, reader.skipScanData());
        checkScans(reader.scans());
      } else {
        checks.add(segment);

        if (!JpegMarker.isIgnorable(segment.marker())) {
          writer.write(segment, segment.end());
        }
      }

      segment = reader.next();
    }

    progression.checkComplete();
  }

  private static void checkScans(int scans) {
    if (scans > MAX_SCANS) {
      throw new BadImageException("a JPEG of more than %d scans".formatted(MAX_SCANS));
    }
  }

  private static final class Writer {
    private final byte[] file;
    private final byte[] clean;
    private int length;

    Writer(byte[] file) {
      this.file = file;
      this.clean = new byte[file.length + ADDED_BYTES];
    }

    void writeMarker(int marker) {
      clean[length++] = (byte) 0xff;
      clean[length++] = (byte) marker;
    }

    void write(JpegSegment segment, int end) {
      writeMarker(segment.marker());
      System.arraycopy(file, segment.start(), clean, length, end - segment.start());
      length += end - segment.start();
    }

    /**
     * Three components are to be left as they are stored: see {@link JpegColor}. Four are taken as
     * Adobe writes them, inverted, with or without its segment: as Pillow does.
     */
    void writeColors(JpegHeader header) {
      if (header.frame().components() != 1) {
        writeMarker(JpegMarker.APP14);
        writeBytes(ADOBE);
        clean[length++] = (byte) (isYcck(header) ? YCCK : 0);
      }
    }

    private static boolean isYcck(JpegHeader header) {
      return header.frame().components() == CMYK_COMPONENTS && header.adobeTransform() > 0;
    }

    private void writeBytes(byte[] bytes) {
      System.arraycopy(bytes, 0, clean, length, bytes.length);
      length += bytes.length;
    }
  }
}
