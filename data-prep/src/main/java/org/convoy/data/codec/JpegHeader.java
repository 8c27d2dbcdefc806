package org.convoy.data.codec;

import java.util.Arrays;

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
}
