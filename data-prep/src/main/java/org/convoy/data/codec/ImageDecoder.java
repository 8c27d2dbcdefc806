package org.convoy.data.codec;

import static java.util.Objects.requireNonNull;

import org.convoy.data.Image;
import org.convoy.data.codec.DecodeOptions.DeepGray;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.OpenedImage.RowDecoder;

/**
 * Decodes JPEG, PNG, PNM, BMP, GIF, TIFF and WebP files to bytes in HWC order, of several frames or
 * pages the first.
 *
 * <p>The result is what Pillow's {@code ImageOps.exif_transpose(Image.open(f)).convert("RGB")} (or
 * {@code "L"}) gives: orientation applied, palettes resolved, alpha and transparency dropped, not
 * blended, gray of more than 8 bits clipped, unless {@link DeepGray} says otherwise.
 *
 * <p>Damaged files are refused, also those that lenient decoders fill up with gray: all that
 * libjpeg reports as corrupt data or a premature end, a missing end marker, wrong checksums and
 * short or overlong pixel data of PNG, pixel data of the others that ends too early. Not refused is
 * what cannot touch the pixels: bytes before a marker that do not belong there (libjpeg skips
 * them), bytes after the end, damaged EXIF and color profiles.
 *
 * <p>JPEG and WebP are decoded by native code as a whole; the others in Java row by row, so that an
 * {@link OpenedImage} holds a few rows only, unless the image is interlaced, is to be turned
 * upright, or has the run lengths of BMP.
 *
 * <p>Immutable and thread-safe; native memory is freed before a method returns.
 */
public final class ImageDecoder {
  private final ColorMode mode;
  private final DecodeOptions options;

  private ImageDecoder(ColorMode mode, DecodeOptions options) {
    this.mode = requireNonNull(mode, "mode is null");
    this.options = requireNonNull(options, "options is null");
  }

  public static ImageDecoder of(ColorMode mode, DecodeOptions options) {
    return new ImageDecoder(mode, options);
  }

  /** A decoder with the default options. */
  public static ImageDecoder of(ColorMode mode) {
    return of(mode, DecodeOptions.DEFAULT);
  }

  /**
   * Reads format and size and takes no memory for pixels. A file whose header is good may still
   * turn out damaged when it is decoded; the limit on pixels is not applied here.
   *
   * @throws BadImageException if the file is of another format or its header is damaged
   */
  public ImageHeader header(byte[] file) {
    return switch (ImageFormat.of(file)) {
      case JPEG -> JpegHeader.read(file).imageHeader();
      case PNG -> PngFile.read(file).imageHeader();
      case PNM -> PnmDecoder.header(file);
      case BMP -> BmpDecoder.header(file);
      case GIF -> GifDecoder.header(file);
      case TIFF -> TiffDecoder.header(file);
      case WEBP -> WebpDecoder.header(file);
    };
  }

  /**
   * Decodes a file in full size.
   *
   * @return height × width × {@link ColorMode#channels} bytes
   * @throws BadImageException if the file is of another format, damaged, or beyond the limit on
   *     pixels
   */
  public Image decode(byte[] file) {
    return decode(file, 1);
  }

  /**
   * Decodes a file at a fraction of its size. A JPEG comes as ceil(height / denominator) ×
   * ceil(width / denominator) pixels from a smaller inverse DCT, which is about the mean over the
   * pixels and takes less time; all others always come in full size.
   *
   * @param denominator 1, 2, 4 or 8
   * @throws BadImageException if the file is of another format, damaged, or beyond the limit on
   *     pixels
   */
  public Image decode(byte[] file, int denominator) {
    checkDenominator(denominator);
    try (OpenedImage image = open(file)) {
      Image decoded = image.rows(denominator).toImage();
      image.finish();
      return decoded;
    }
  }

  /**
   * Opens a file, which is then parsed only once. What is not read of its rows is checked by {@link
   * OpenedImage#finish}.
   *
   * @throws BadImageException if the file is of another format, damaged, or beyond the limit on
   *     pixels
   */
  public OpenedImage open(byte[] file) {
    return switch (ImageFormat.of(file)) {
      case JPEG -> JpegDecoder.open(file, mode, options);
      case PNG -> opened(PngDecoder.open(file, options));
      case PNM -> opened(PnmDecoder.open(file, options));
      case BMP -> opened(BmpDecoder.open(file, options));
      case GIF -> opened(GifDecoder.open(file, options));
      case TIFF -> opened(TiffDecoder.open(file, options));
      case WEBP -> opened(WebpDecoder.open(file, options));
    };
  }

  private OpenedImage opened(RowDecoder decoder) {
    try {
      return decoder.opened(mode);
    } catch (RuntimeException e) { // Rows that are too long for an array.
      decoder.close();
      throw e;
    }
  }

  /** How the pixels of an image are taken. */
  public enum Reading {
    /** Of an {@link OpenedImage}, row by row. */
    BY_ROWS,
    /** By {@link #decode}, or all at once. */
    WHOLE
  }

  /**
   * What decoding a file in full size takes at its peak. Pixels are not looked at.
   *
   * @throws BadImageException if the file is of another format, or its header is damaged
   */
  public DecodingMemory memory(byte[] file, Reading reading) {
    ImageFormat format = ImageFormat.of(file);
    ImageHeader header = header(file);
    long pixels = (long) header.height() * header.width();
    DecodingMemory held =
        switch (format) {
          case JPEG -> JpegDecoder.memory(file);
          case PNG -> PngDecoder.memory(file);
          case GIF -> GifDecoder.memory(file);
          case BMP -> BmpDecoder.memory(file);
          case WEBP -> WebpDecoder.memory(pixels);
          case TIFF -> TiffDecoder.memory(file);
          case PNM -> DecodingMemory.NONE;
        };
    long copies = isTurned(format, file) ? 2 : reading == Reading.WHOLE || copies(format) ? 1 : 0;
    return held.plusHeap(copies * pixels * mode.channels());
  }

  /** A JPEG is read where it was decoded, unless it has to be made gray. */
  private boolean copies(ImageFormat format) {
    return format == ImageFormat.JPEG && mode == ColorMode.GRAY;
  }

  private static boolean isTurned(ImageFormat format, byte[] file) {
    return orientation(format, file) != Orientation.NONE;
  }

  private static Orientation orientation(ImageFormat format, byte[] file) {
    return switch (format) {
      case JPEG -> JpegHeader.read(file).orientation();
      case PNG -> PngFile.read(file).orientation();
      case TIFF -> TiffFile.read(file).orientation();
      case WEBP -> WebpDecoder.orientation(file);
      case PNM, BMP, GIF -> Orientation.NONE;
    };
  }

  static int checkDenominator(int denominator) {
    if (denominator != 1 && denominator != 2 && denominator != 4 && denominator != 8) {
      throw new IllegalArgumentException("denominator must be 1, 2, 4 or 8, not " + denominator);
    }

    return denominator;
  }

  /**
   * Memory that one image takes while it is decoded, in bytes, going by its header; beside it a few
   * rows and the file itself.
   *
   * @param heap of Java
   * @param outside of it, by native decoders
   */
  public record DecodingMemory(long heap, long outside) {
    public static final DecodingMemory NONE = new DecodingMemory(0, 0);

    /** The greater of both, each. */
    public DecodingMemory max(DecodingMemory other) {
      return new DecodingMemory(Math.max(heap, other.heap), Math.max(outside, other.outside));
    }

    DecodingMemory plusHeap(long bytes) {
      return new DecodingMemory(heap + bytes, outside);
    }
  }
}
