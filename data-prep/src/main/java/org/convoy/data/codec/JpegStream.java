package org.convoy.data.codec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convoy.data.codec.JpegHeader.JpegFrame;
import org.convoy.data.codec.JpegSegmentReader.JpegMarker;
import org.convoy.data.codec.JpegSegmentReader.JpegSegment;
import org.convoy.data.codec.PixRows.JpegColor;

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

  /**
   * What the scans of a JPEG file have delivered. A file that was cut between two scans and closed
   * with an end marker decodes without a warning; its missing precision gives it away.
   */
  static final class JpegProgression {
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
}
