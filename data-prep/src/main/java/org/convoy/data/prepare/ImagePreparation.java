package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;
import org.convoy.data.Sample;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.codec.ImageFormat;
import org.convoy.data.codec.OpenedImage;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.data.prepare.PrepareOptions.ShardFormat;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.geometry.Resize;

/** Makes what a shard holds of what a data set holds. Not for several threads. */
final class ImagePreparation implements AutoCloseable {
  // Resizing draws no random numbers.
  private static final RandomSource NO_CHANCE = RandomSource.of(0);

  private final PrepareOptions options;
  private final ImageDecoder decoder;
  private final FileImageEncoder png = FileImageEncoder.png();
  private final FileImageEncoder jpeg;

  ImagePreparation(PrepareOptions options) {
    this.options = requireNonNull(options, "options is null");
    this.decoder = ImageDecoder.of(ColorMode.RGB, options.decoding());
    this.jpeg = FileImageEncoder.jpeg(options.quality());
  }

  /**
   * Decodes an image, which proves it sound, and resizes and encodes it as asked.
   *
   * @throws BadImageException when it cannot be decoded
   */
  PreparedImage prepare(Sample sample) {
    if (!(sample.image() instanceof EncodedImage file)) {
      Image image = resized((Image) sample.image());
      return encode(name(sample.id(), null), format(null), image);
    }

    try (OpenedImage image = decoder.open(file.content())) {
      PreparedImage prepared = prepare(sample.id(), file, image.rows(1));
      image.finish();
      return prepared;
    }
  }

  /** An image that is kept, or made smaller, is never held as a whole. */
  private PreparedImage prepare(int id, EncodedImage file, PixelRows rows) {
    boolean resizes = options.shorterSide() != PrepareOptions.OWN_SIZE && !hasSize(rows);
    return options.format() == ShardFormat.KEEP && !resizes
        ? PreparedImage.of(file, rows)
        : encode(name(id, file), format(file), resized(rows));
  }

  private boolean hasSize(PixelRows image) {
    return Math.min(image.height(), image.width()) == options.shorterSide();
  }

  private Image resized(PixelRows image) {
    return options.shorterSide() == PrepareOptions.OWN_SIZE
        ? image.toImage()
        : Resize.shorterSide(options.shorterSide()).applyTo(image, NO_CHANCE);
  }

  private ShardFormat format(EncodedImage source) {
    if (options.format() != ShardFormat.KEEP) {
      return options.format();
    }

    return source != null && decoder.header(source.content()).format() == ImageFormat.JPEG
        ? ShardFormat.JPEG
        : ShardFormat.PNG;
  }

  private static String name(int id, EncodedImage source) {
    return source == null
        ? String.format(Locale.ROOT, "%08d", id)
        : source.name().replaceFirst("\\.[^./]*$", "");
  }

  private PreparedImage encode(String name, ShardFormat format, Image image) {
    byte[] content =
        switch (format) {
          case JPEG -> jpeg.encode(image);
          case PNG -> png.encode(image);
          case PNM -> PnmEncoder.encode(image);
          case KEEP -> throw new IllegalArgumentException("there is no file to keep");
        };
    Image pixels = format == ShardFormat.JPEG ? decoder.decode(content) : image;
    return PreparedImage.of(new EncodedImage(name + ending(format, image), content), pixels);
  }

  private static String ending(ShardFormat format, Image image) {
    return switch (format) {
      case JPEG -> ".jpg";
      case PNM -> image.channels() == 1 ? ".pgm" : ".ppm";
      default -> "." + format.name().toLowerCase(Locale.ROOT);
    };
  }

  @Override
  public void close() {
    png.close();
    jpeg.close();
  }

  /**
   * An image as a shard holds it.
   *
   * @param file what is stored
   * @param shape of what it decodes to
   * @param pixels of what it decodes to, added up
   */
  record PreparedImage(EncodedImage file, ImageShape shape, ChannelSums pixels) {
    PreparedImage {
      requireNonNull(file, "file is null");
      requireNonNull(shape, "shape is null");
      requireNonNull(pixels, "pixels is null");
    }

    /**
     * Counts pixels.
     *
     * @param pixels of the file, read row by row
     */
    static PreparedImage of(EncodedImage file, PixelRows pixels) {
      return new PreparedImage(
          file,
          new ImageShape(pixels.height(), pixels.width(), pixels.channels()),
          ChannelSums.of(pixels));
    }
  }
}
