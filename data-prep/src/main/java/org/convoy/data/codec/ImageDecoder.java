package org.convoy.data.codec;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;

/**
 * Decodes JPEG, PNG and binary PNM files to bytes in HWC order.
 *
 * <p>The result is what Pillow's {@code ImageOps.exif_transpose(Image.open(f)).convert("RGB")} (or
 * {@code "L"}) gives: orientation applied, palettes resolved, alpha and transparency dropped, not
 * blended. It differs in one place on purpose: of 16-bit gray samples Convoy takes the upper 8
 * bits, where Pillow clips at 255 and so returns a white image.
 *
 * <p>Damaged files are refused, also those that lenient decoders fill up with gray: all that
 * libjpeg reports as corrupt data or a premature end, a missing end marker, wrong checksums and
 * short or overlong pixel data of PNG. Not refused is what cannot touch the pixels: bytes before a
 * marker that do not belong there (libjpeg skips them), bytes after the end, damaged EXIF and color
 * profiles.
 *
 * <p>Immutable and thread-safe; native memory is freed before a method returns.
 */
public final class ImageDecoder {
  private final ColorMode mode;
  private final DecodeLimits limits;

  private ImageDecoder(ColorMode mode, DecodeLimits limits) {
    this.mode = requireNonNull(mode, "mode is null");
    this.limits = requireNonNull(limits, "limits is null");
  }

  public static ImageDecoder of(ColorMode mode, DecodeLimits limits) {
    return new ImageDecoder(mode, limits);
  }

  /** A decoder with the default limits. */
  public static ImageDecoder of(ColorMode mode) {
    return of(mode, DecodeLimits.DEFAULT);
  }

  /**
   * Reads format and size and takes no memory for pixels. A file whose header is good may still
   * turn out damaged when it is decoded; the limits are not applied here.
   *
   * @throws BadImageException if the file is of another format or its header is damaged
   */
  public ImageHeader header(byte[] file) {
    return switch (FormatSignature.of(file)) {
      case JPEG -> JpegHeader.read(file).imageHeader();
      case PNG -> PngFile.read(file).imageHeader();
      case PNM -> PnmHeader.read(file).imageHeader();
    };
  }

  /**
   * Decodes a file in full size.
   *
   * @return height × width × {@link ColorMode#channels} bytes
   * @throws BadImageException if the file is of another format, damaged, or beyond the limits
   */
  public Image decode(byte[] file) {
    return decode(file, 1);
  }

  /**
   * Decodes a file at a fraction of its size. A JPEG comes as ceil(height / denominator) ×
   * ceil(width / denominator) pixels from a smaller inverse DCT, which is about the mean over the
   * pixels and takes less time; PNG and PNM always come in full size.
   *
   * @param denominator 1, 2, 4 or 8
   * @throws BadImageException if the file is of another format, damaged, or beyond the limits
   */
  public Image decode(byte[] file, int denominator) {
    checkDenominator(denominator);

    return switch (FormatSignature.of(file)) {
      case JPEG -> JpegDecoder.decode(file, mode, limits, denominator);
      case PNG -> PngDecoder.decode(file, mode, limits);
      case PNM -> PnmHeader.decode(file, mode, limits);
    };
  }

  /**
   * Decodes a file as {@link #decode(byte[], int)} does, but parses it only once and, if it is an
   * upright RGB JPEG, without a copy of its pixels in Java.
   *
   * @param denominator 1, 2, 4 or 8 by the header of the file
   * @param reader given the pixels, which are valid until it returns
   * @throws BadImageException if the file is of another format, damaged, or beyond the limits
   */
  public void read(
      byte[] file, ToIntFunction<ImageHeader> denominator, Consumer<PixelRows> reader) {
    switch (FormatSignature.of(file)) {
      case JPEG ->
          JpegDecoder.read(
              file,
              mode,
              limits,
              header -> checkDenominator(denominator.applyAsInt(header)),
              reader);
      case PNG -> reader.accept(PngDecoder.decode(file, mode, limits));
      case PNM -> reader.accept(PnmHeader.decode(file, mode, limits));
    }
  }

  private static int checkDenominator(int denominator) {
    if (denominator != 1 && denominator != 2 && denominator != 4 && denominator != 8) {
      throw new IllegalArgumentException("denominator must be 1, 2, 4 or 8, not " + denominator);
    }

    return denominator;
  }
}
