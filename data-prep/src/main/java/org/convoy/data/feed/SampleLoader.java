package org.convoy.data.feed;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;
import org.convoy.data.Sample;
import org.convoy.data.StoredImage;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.codec.ImageHeader;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.TransformPipeline;
import org.convoy.data.transform.color.Grayscale;

/**
 * Decodes and transforms samples. What becomes of a sample depends on (seed, epoch, id) and on its
 * image, not on where, when or after which others it is loaded.
 */
public final class SampleLoader implements BatchWriter {
  private final ColorMode color;
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
  public SampleLoader(ColorMode color, Scaling scaling, TransformPipeline pipeline, long seed) {
    this(color, scaling, pipeline, seed, 0);
  }

  private SampleLoader(
      ColorMode color, Scaling scaling, TransformPipeline pipeline, long seed, int epoch) {
    this.color = requireNonNull(color, "color is null");
    this.scaling = requireNonNull(scaling, "scaling is null");
    this.pipeline = requireNonNull(pipeline, "pipeline is null");
    this.seed = seed;
    this.epoch = epoch;
  }

  /** This loader in another epoch, in which it draws other random numbers. */
  public SampleLoader atEpoch(int otherEpoch) {
    return new SampleLoader(color, scaling, pipeline, seed, otherEpoch);
  }

  @Override
  public void write(Sample sample, FloatBuffer batch, int index) {
    RandomSource random = RandomSource.of(seed, epoch, sample.id());

    try {
      read(sample.image(), random, image -> pipeline.write(image, random, batch, index));
    } catch (BadImageException e) {
      throw unusable(sample, e);
    } catch (IllegalArgumentException e) {
      throw unfit(sample, e);
    }
  }

  private void read(StoredImage stored, RandomSource random, Consumer<PixelRows> reader) {
    if (stored instanceof EncodedImage encoded) {
      ImageDecoder.of(color).read(encoded.content(), header -> denominator(header, random), reader);
    } else {
      reader.accept(converted((Image) stored, random));
    }
  }

  private Image converted(Image image, RandomSource random) {
    return image.channels() == color.channels()
        ? image
        : new Grayscale(color.channels()).apply(image, random);
  }

  private int denominator(ImageHeader header, RandomSource random) {
    return scaling == Scaling.FULL_SIZE
        ? 1
        : pipeline.decodeDenominator(header.height(), header.width(), random);
  }

  private static DataException unusable(Sample sample, BadImageException reason) {
    return new DataException(
        name(sample),
        "an image",
        reason.getMessage(),
        "Take the file out of the data set, or run convoy prepare, which sorts out bad files.",
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

  private static String name(Sample sample) {
    return sample.image() instanceof EncodedImage encoded
        ? encoded.name()
        : "sample " + sample.id();
  }
}
