package org.convoy.data.codec;

import java.util.Arrays;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.JpegSegmentReader.JpegMarker;
import org.convoy.data.codec.JpegSegmentReader.JpegSegment;
import org.convoy.data.codec.Orientation.ExifOrientation;
import org.convoy.data.codec.PixRows.JpegColor;

/**
 * What stands before the first scan of a JPEG file.
 *
 * @param jfif whether there is a JFIF segment, which makes three components YCbCr
 * @param adobeTransform color transform of the Adobe segment, {@link #NO_ADOBE} without one
 */
record JpegHeader(JpegFrame frame, Orientation orientation, boolean jfif, int adobeTransform) {
  static final int NO_ADOBE = -1;

  private static final int[] RGB_IDS = {'R', 'G', 'B'};
  private static final String EXIF_TAG = "Exif\0";
  private static final int EXIF_TAG_BYTES = 6; // a pad byte follows the tag
  private static final int JFIF_BYTES = 14;
  private static final int ADOBE_BYTES = 12;
  private static final int ADOBE_TRANSFORM_AT = 11;

  static JpegHeader read(byte[] file) {
    JpegSegmentReader reader = new JpegSegmentReader(file);
    Builder builder = new Builder(file);
    JpegSegment segment = reader.next();

    while (segment.marker() != JpegMarker.SOS) {
      builder.add(segment);
      segment = reader.next();
    }

    return builder.build();
  }

  /** What three components are, by the rules of libjpeg; RGB if there are not three. */
  JpegColor color() {
    if (frame.components() != RGB_IDS.length) {
      return JpegColor.RGB;
    }

    boolean rgb =
        adobeTransform == NO_ADOBE
            ? Arrays.equals(frame.componentIds(), RGB_IDS)
            : adobeTransform == 0;
    return rgb && !jfif ? JpegColor.RGB : JpegColor.YCBCR;
  }

  ImageHeader imageHeader() {
    return new ImageHeader(ImageFormat.JPEG, frame.height(), frame.width()).turnedBy(orientation);
  }

  /** Gathers the header from segments in the order of the file. */
  static final class Builder {
    private final byte[] file;
    private JpegFrame frame;
    private Orientation orientation;
    private boolean jfif;
    private int adobeTransform = NO_ADOBE;

    Builder(byte[] file) {
      this.file = file;
    }

    void add(JpegSegment segment) {
      if (JpegMarker.isFrame(segment.marker())) {
        addFrame(segment);
      } else if (JpegMarker.isIgnorable(segment.marker())) {
        addApplicationData(segment);
      } else if (!JpegMarker.isTable(segment.marker())) {
        throw misplaced(segment.marker());
      }
    }

    JpegHeader build() {
      if (frame == null) {
        throw new BadImageException("corrupt JPEG: a scan without a frame header");
      }

      return new JpegHeader(
          frame, orientation == null ? Orientation.NONE : orientation, jfif, adobeTransform);
    }

    private void addFrame(JpegSegment segment) {
      if (frame != null) {
        throw new BadImageException("corrupt JPEG: a second frame header");
      }

      frame = JpegFrame.read(file, segment);
    }

    private void addApplicationData(JpegSegment segment) {
      switch (segment.marker()) {
        case JpegMarker.APP0 -> jfif |= segment.isTagged(file, "JFIF\0", JFIF_BYTES);
        case JpegMarker.APP1 -> addExif(segment);
        case JpegMarker.APP14 -> addAdobe(segment);
        default -> {}
      }
    }

    private void addExif(JpegSegment segment) {
      // The first block counts, as in Pillow.
      if (orientation == null && segment.isTagged(file, EXIF_TAG, EXIF_TAG_BYTES)) {
        orientation =
            ExifOrientation.read(file, segment.payloadStart() + EXIF_TAG_BYTES, segment.end())
                .orElse(Orientation.NONE);
      }
    }

    private void addAdobe(JpegSegment segment) {
      if (segment.isTagged(file, "Adobe", ADOBE_BYTES)) {
        adobeTransform = file[segment.payloadStart() + ADOBE_TRANSFORM_AT] & 0xff;
      }
    }

    private static BadImageException misplaced(int marker) {
      return new BadImageException(
          switch (marker) {
            case JpegMarker.SOI -> "corrupt JPEG: a second start of image";
            case JpegMarker.EOI -> "corrupt JPEG: no scan";
            default -> "corrupt JPEG: unknown marker 0x%02x".formatted(marker);
          });
    }
  }

  /**
   * The frame header (SOF) of a JPEG file.
   *
   * @param componentIds one for each component, by which scans name them
   * @param samplingFactors horizontal, then vertical factor of each component
   */
  @SuppressWarnings("ArrayRecordComponent") // a value between two methods, never compared
  record JpegFrame(int marker, int height, int width, int[] componentIds, int[] samplingFactors) {
    private static final int FIXED_BYTES = 6;
    private static final int COMPONENT_BYTES = 3;
    private static final int MAX_SAMPLING_FACTOR = 4;
    private static final int BLOCK = 8;

    static JpegFrame read(byte[] file, JpegSegment segment) {
      checkProcess(segment.marker());
      int at = segment.payloadStart();
      int components = segment.payloadLength() < FIXED_BYTES ? 0 : file[at + 5] & 0xff;

      if (segment.payloadLength() != FIXED_BYTES + components * COMPONENT_BYTES
          || components == 0) {
        throw new BadImageException("corrupt JPEG: a frame header of wrong length");
      }

      checkSamples(file[at] & 0xff, components);
      return new JpegFrame(
          segment.marker(),
          size(file, at + 1, "height"),
          size(file, at + 3, "width"),
          readIds(file, at + FIXED_BYTES, components),
          readSamplingFactors(file, at + FIXED_BYTES, components));
    }

    int components() {
      return componentIds.length;
    }

    boolean isProgressive() {
      return marker == JpegMarker.SOF2 || marker == JpegMarker.SOF10;
    }

    boolean isHuffmanCoded() {
      return marker != JpegMarker.SOF9 && marker != JpegMarker.SOF10;
    }

    /** Number of 8 × 8 blocks over all components. */
    long blocks() {
      int maxHorizontal = 1;
      int maxVertical = 1;

      for (int i = 0; i < components(); i++) {
        maxHorizontal = Math.max(maxHorizontal, samplingFactors[2 * i]);
        maxVertical = Math.max(maxVertical, samplingFactors[2 * i + 1]);
      }

      long blocks = 0;

      for (int i = 0; i < components(); i++) {
        blocks +=
            blocksAcross(width, samplingFactors[2 * i], maxHorizontal)
                * blocksAcross(height, samplingFactors[2 * i + 1], maxVertical);
      }

      return blocks;
    }

    private static long blocksAcross(int size, int factor, int maxFactor) {
      int unit = BLOCK * maxFactor;
      return ((long) size * factor + unit - 1) / unit;
    }

    private static void checkProcess(int marker) {
      switch (marker) {
        case JpegMarker.SOF0,
            JpegMarker.SOF1,
            JpegMarker.SOF2,
            JpegMarker.SOF9,
            JpegMarker.SOF10 -> {}
        case JpegMarker.SOF3, JpegMarker.SOF11 -> throw unsupported("lossless JPEG");
        case JpegMarker.SOF55 -> throw unsupported("JPEG-LS");
        default -> throw unsupported("hierarchical JPEG");
      }
    }

    private static void checkSamples(int precision, int components) {
      if (precision != 8) {
        throw unsupported("JPEG of %d bits a sample".formatted(precision));
      }

      if (components != 1 && components != 3 && components != 4) {
        throw unsupported("JPEG of %d components".formatted(components));
      }
    }

    private static int size(byte[] file, int at, String name) {
      int value = ((file[at] & 0xff) << 8) | (file[at + 1] & 0xff);

      if (value == 0) {
        throw new BadImageException("corrupt JPEG: its %s is 0".formatted(name));
      }

      return value;
    }

    private static int[] readIds(byte[] file, int at, int components) {
      int[] ids = new int[components];

      for (int i = 0; i < components; i++) {
        ids[i] = file[at + i * COMPONENT_BYTES] & 0xff;
      }

      return ids;
    }

    private static int[] readSamplingFactors(byte[] file, int at, int components) {
      int[] factors = new int[2 * components];

      for (int i = 0; i < components; i++) {
        int both = file[at + i * COMPONENT_BYTES + 1] & 0xff;
        factors[2 * i] = both >> 4;
        factors[2 * i + 1] = both & 0xf;
        checkSamplingFactor(both >> 4);
        checkSamplingFactor(both & 0xf);
      }

      return factors;
    }

    private static void checkSamplingFactor(int factor) {
      if (factor < 1 || factor > MAX_SAMPLING_FACTOR) {
        throw new BadImageException("corrupt JPEG: a sampling factor of " + factor);
      }
    }

    private static BadImageException unsupported(String name) {
      return new BadImageException(
          "not an image Convoy reads: %s; convert it to 8-bit baseline JPEG or PNG"
              .formatted(name));
    }
  }
}
