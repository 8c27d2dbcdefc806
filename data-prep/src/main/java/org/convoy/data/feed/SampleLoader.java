package org.convoy.data.feed;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;
import org.convoy.data.Sample;
import org.convoy.data.StoredImage;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.data.codec.ImageDecoder.Reading;
import org.convoy.data.codec.ImageFormat;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.OpenedImage;
import org.convoy.data.feed.BatchFeed.BatchWriter;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.TransformPipeline;

/**
 * The way of an image into a network: decoded, transformed, normalized. It is one for training,
 * evaluation and prediction. What becomes of a sample depends on (seed, epoch, id) and on its
 * image, not on where, when or after which others it is loaded.
 */
public final class SampleLoader implements BatchWriter {
  private final ColorMode color;
  private final DecodeOptions options;
  private final Scaling scaling;
  private final TransformPipeline pipeline;
  private final long seed;
  private final int epoch;

  /** Whether a JPEG may be decoded smaller when the pipeline would shrink it anyway. */
  public enum Scaling {
    /** As small as the pipeline's first transform allows: faster, slightly different pixels. */
    DECODE_SMALLER,
    /** Always in full size, as torchvision does. */
    FULL_SIZE
  }

  /**
   * A loader for the first epoch.
   *
   * @param color of the images that the pipeline is given, whatever they are stored as
   * @param seed of the run
   */
  public SampleLoader(
      ColorMode color,
      DecodeOptions options,
      Scaling scaling,
      TransformPipeline pipeline,
      long seed) {
    this(color, options, scaling, pipeline, seed, 0);
  }

  /** As above, with the default options of decoding. */
  public SampleLoader(ColorMode color, Scaling scaling, TransformPipeline pipeline, long seed) {
    this(color, DecodeOptions.DEFAULT, scaling, pipeline, seed);
  }

  private SampleLoader(
      ColorMode color,
      DecodeOptions options,
      Scaling scaling,
      TransformPipeline pipeline,
      long seed,
      int epoch) {
    this.color = requireNonNull(color, "color is null");
    this.options = requireNonNull(options, "options is null");
    this.scaling = requireNonNull(scaling, "scaling is null");
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.seed = seed;
    this.epoch = epoch;
  }

  /** This loader in another epoch, in which it draws other random numbers. */
  public SampleLoader atEpoch(int otherEpoch) {
    return new SampleLoader(color, options, scaling, pipeline, seed, otherEpoch);
  }

  @Override
  public void write(Sample sample, FloatBuffer batch, int index) {
    RandomSource random = RandomSource.of(seed, epoch, sample.id());

    try {
      write(sample.image(), random, batch, index);
    } catch (BadImageException e) {
      throw unusable(sample, e);
    } catch (IllegalArgumentException e) {
      throw unfit(sample, e);
    }
  }

  /**
   * Writes one image, whatever sample it belongs to.
   *
   * @param random that the transforms draw from
   * @param batch as for {@link #write(Sample, FloatBuffer, int)}
   * @throws BadImageException if it cannot be decoded
   * @throws IllegalArgumentException if it cannot be transformed
   */
  public void write(StoredImage image, RandomSource random, FloatBuffer batch, int index) {
    read(image, random, pixels -> pipeline.write(pixels, random, batch, index));
  }

  /**
   * The shape that {@link #write(StoredImage, RandomSource, FloatBuffer, int)} gives an image,
   * going by its header.
   *
   * @throws BadImageException if the header cannot be read
   * @throws IllegalArgumentException if it cannot be transformed
   */
  public ImageShape outputShape(StoredImage image) {
    return pipeline
        .outputShape(Optional.of(shape(image)))
        .orElseThrow(() -> new IllegalArgumentException("the transforms give it no size"));
  }

  private ImageShape shape(StoredImage image) {
    if (image instanceof EncodedImage encoded) {
      ImageHeader header = decoder().header(encoded.content());
      return new ImageShape(header.height(), header.width(), color.channels());
    }

    Image decoded = (Image) image;
    return new ImageShape(decoded.height(), decoded.width(), color.channels());
  }

  /**
   * The image as it is after the transforms that come before normalization, for eyes: levels are
   * rounded, which those that {@link #write(StoredImage, RandomSource, FloatBuffer, int)} gives are
   * not where transforms are fused.
   */
  public Image picture(StoredImage image, RandomSource random) {
    return read(image, random, pixels -> pipeline.transform(pixels, random));
  }

  /**
   * What loading an image takes at its peak, beside its place in the batch. Pixels are not looked
   * at.
   *
   * @throws BadImageException if its header cannot be read
   */
  public DecodingMemory memory(StoredImage image) {
    if (!(image instanceof EncodedImage encoded)) {
      return DecodingMemory.NONE;
    }

    return decoder()
        .memory(encoded.content(), pipeline.takesRows() ? Reading.BY_ROWS : Reading.WHOLE);
  }

  /** What is done with the pixels of an image. */
  @FunctionalInterface
  private interface Use<T> {
    T of(PixelRows pixels);
  }

  private <T> T read(StoredImage stored, RandomSource random, Use<T> use) {
    if (!(stored instanceof EncodedImage encoded)) {
      return use.of(color.convert((Image) stored));
    }

    try (OpenedImage image = decoder().open(encoded.content())) {
      T used = use.of(image.rows(denominator(image.header(), random)));
      image.finish();
      return used;
    }
  }

  private ImageDecoder decoder() {
    return ImageDecoder.of(color, options);
  }

  private int denominator(ImageHeader header, RandomSource random) {
    return scaling == Scaling.FULL_SIZE || header.format() != ImageFormat.JPEG
        ? 1
        : pipeline.decodeDenominator(header.height(), header.width(), random);
  }

  private static DataException unusable(Sample sample, BadImageException reason) {
    return new DataException(
        name(sample),
        "an image",
        reason.getMessage(),
        "Take the file out of the data set, let convoy prepare sort out bad files, or pass over so"
            + " many with data.maxBad.",
        reason);
  }

  private static DataException unfit(Sample sample, IllegalArgumentException reason) {
    return new DataException(
        name(sample),
        "an image that the transforms can take",
        reason.getMessage(),
        "Change data.transforms, for instance by a resize before.",
        reason);
  }

  static String name(Sample sample) {
    return sample.image() instanceof EncodedImage encoded
        ? encoded.name()
        : "sample " + sample.id();
  }
}
