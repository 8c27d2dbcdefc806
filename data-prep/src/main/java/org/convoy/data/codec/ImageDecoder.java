package org.convoy.data.codec;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;
import org.convoy.data.codec.DecodeOptions.DeepGray;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.RowDecoder.StreamedRows;

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
 * <p>JPEG and WebP are decoded by native code as a whole; the others in Java row by row, so that
 * {@link #read} holds a few rows only, unless the image is interlaced, is to be turned upright, or
 * has the run lengths of BMP.
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
    return switch (FormatSignature.of(file)) {
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

    ImageFormat format = FormatSignature.of(file);

    if (format == ImageFormat.JPEG) {
      return JpegDecoder.decode(file, mode, options, denominator);
    }

    try (RowDecoder decoder = open(format, file)) {
      return decodeAll(decoder);
    }
  }

  private Image decodeAll(RowDecoder decoder) {
    StreamedRows rows = new StreamedRows(decoder, mode);
    Image image = rows.toImage();
    rows.finish();
    return decoder.orientation().apply(image);
  }

  private RowDecoder open(ImageFormat format, byte[] file) {
    return switch (format) {
      case PNG -> PngDecoder.open(file, options);
      case PNM -> PnmDecoder.open(file, options);
      case BMP -> BmpDecoder.open(file, options);
      case GIF -> GifDecoder.open(file, options);
      case TIFF -> TiffDecoder.open(file, options);
      case WEBP -> WebpDecoder.open(file, options);
      case JPEG -> throw new IllegalArgumentException("a JPEG is decoded as a whole");
    };
  }

  /**
   * Decodes a file as {@link #decode(byte[], int)} does, but parses it only once and, as far as its
   * format allows, holds no copy of its pixels in Java: they are decoded as they are read. Those
   * that are not read are checked after the reader has returned.
   *
   * @param denominator 1, 2, 4 or 8 by the header of the file; asked for JPEG only
   * @param reader given the pixels, which are valid until it returns
   * @throws BadImageException if the file is of another format, damaged, or beyond the limit on
   *     pixels
   */
  public void read(
      byte[] file, ToIntFunction<ImageHeader> denominator, Consumer<PixelRows> reader) {
    ImageFormat format = FormatSignature.of(file);

    if (format == ImageFormat.JPEG) {
      JpegDecoder.read(
          file, mode, options, header -> checkDenominator(denominator.applyAsInt(header)), reader);
      return;
    }

    try (RowDecoder decoder = open(format, file)) {
      read(decoder, reader);
    }
  }

  private void read(RowDecoder decoder, Consumer<PixelRows> reader) {
    if (decoder.orientation() == Orientation.NONE) {
      StreamedRows rows = new StreamedRows(decoder, mode);
      reader.accept(rows);
      rows.finish();
    } else {
      reader.accept(decodeAll(decoder));
    }
  }

  /** How the pixels of an image are taken. */
  public enum Reading {
    /** By {@link #read}, row by row. */
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
    ImageFormat format = FormatSignature.of(file);
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

  private static int checkDenominator(int denominator) {
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
