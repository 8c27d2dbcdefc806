package org.convoy.data.transform;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;
import org.convoy.data.transform.ScalableTransform.TensorWriter;

/**
 * The way of an image into a batch: transforms of the image, ToTensor and Normalize, transforms of
 * the tensor. The result depends on nothing but the image and the random source.
 *
 * <p>Image transforms that begin with a bilinear resize and go on with nothing but crops without
 * padding and flips are done in one go with ToTensor and Normalize: no pixel is computed that a
 * crop takes away, and values are not rounded to whole levels in between. They differ from those of
 * {@link #transform} by a level at most, but for few. Whether they are done so depends on the list
 * of transforms alone.
 *
 * <p>Immutable; one instance serves any number of threads.
 */
public final class TransformPipeline implements Serializable {
  private final List<ImageTransform> images;
  private final ToTensorNormalize toTensor;
  private final List<TensorTransform> tensors;

  /** What the first image is written by; made when it is needed, then for all. */
  private transient volatile TensorWriter writer;

  /**
   * @param images applied in this order
   * @param toTensor for as many channels as the transformed images have
   * @param tensors applied in this order
   */
  public TransformPipeline(
      List<ImageTransform> images, ToTensorNormalize toTensor, List<TensorTransform> tensors) {
    this.images = List.copyOf(images);
    this.toTensor = requireNonNull(toTensor, "toTensor is null");
    this.tensors = List.copyOf(tensors);
    tensors.forEach(transform -> transform.checkChannels(toTensor.channels()));
  }

  /** These transforms, and another one of images after those of images. */
  public TransformPipeline then(ImageTransform last) {
    List<ImageTransform> more = new ArrayList<>(images);
    more.add(last);
    return new TransformPipeline(more, toTensor, tensors);
  }

  /**
   * The image after the transforms of the image.
   *
   * @param image read during the call only
   */
  public Image transform(PixelRows image, RandomSource random) {
    if (images.isEmpty()) {
      return image.toImage();
    }

    Image transformed = images.get(0).applyTo(image, random);

    for (ImageTransform transform : later()) {
      transformed = transform.apply(transformed, random);
    }

    return transformed;
  }

  /** Whether the image that comes in is read row by row, and never held as a whole. */
  public boolean takesRows() {
    return !images.isEmpty() && images.get(0).takesRows();
  }

  /**
   * Transforms an image and writes it into a batch.
   *
   * @param image read during the call only
   * @param batch NCHW, images of {@link #outputShape}; neither its position nor its limit changes
   * @param index of the image in the batch, counted from 0
   * @return the shape that it has there
   * @throws IllegalArgumentException if an image like this cannot be transformed
   * @throws IndexOutOfBoundsException when the batch has no room for an image at this index
   */
  public ImageShape write(PixelRows image, RandomSource random, FloatBuffer batch, int index) {
    ImageShape shape = writer().write(image, random, batch, index);

    if (!tensors.isEmpty()) {
      FloatBuffer tensor = batch.slice(index * shape.elements(), shape.elements());
      tensors.forEach(transform -> transform.apply(tensor, shape, random));
    }

    return shape;
  }

  private TensorWriter writer() {
    TensorWriter made = writer;
    if (made == null) {
      made = first().flatMap(first -> first.fuse(later(), toTensor)).orElse(this::writeOneByOne);
      writer = made;
    }

    return made;
  }

  private ImageShape writeOneByOne(
      PixelRows image, RandomSource random, FloatBuffer batch, int index) {
    Image transformed = transform(image, random);
    toTensor.write(transformed, batch, index);
    return transformed.shape();
  }

  private Optional<ScalableTransform> first() {
    return !images.isEmpty() && images.get(0) instanceof ScalableTransform first
        ? Optional.of(first)
        : Optional.empty();
  }

  private List<ImageTransform> later() {
    return images.subList(1, images.size());
  }

  /**
   * The shape of every image in a batch, if that is known beforehand.
   *
   * @param input of all images, if they have one in common
   * @throws IllegalArgumentException if such images cannot be transformed: they are smaller than a
   *     crop, or have other channels than expected
   */
  public Optional<ImageShape> outputShape(Optional<ImageShape> input) {
    PartialShape shape = input.map(PartialShape::of).orElseGet(PartialShape::unknown);

    for (ImageTransform transform : images) {
      shape = transform.outputShape(shape);
    }

    checkChannels(shape.channels());
    return shape.withChannels(toTensor.channels()).complete();
  }

  private void checkChannels(OptionalInt channels) {
    if (channels.isPresent() && channels.getAsInt() != toTensor.channels()) {
      throw new IllegalArgumentException(
          ("the transformed images have channels: %d, but mean and std are given for %d: give as"
                  + " many values as channels")
              .formatted(channels.getAsInt(), toTensor.channels()));
    }
  }

  /**
   * By how much a JPEG may be shrunk while it is decoded: 1, 2, 4 or 8. The pipeline is then
   * applied to the smaller image, with a random source in the same state.
   *
   * @param height of the image at full size
   * @param width of the image at full size
   * @param random as {@link #write} will be given it; it is left as it is
   */
  public int decodeDenominator(int height, int width, RandomSource random) {
    return first().map(first -> first.decodeDenominator(height, width, random)).orElse(1);
  }

  /** All transforms on one line, in the order in which they are applied. */
  @Override
  public String toString() {
    return Stream.of(images.stream(), Stream.of(toTensor), tensors.stream())
        .flatMap(transforms -> transforms)
        .map(Object::toString)
        .collect(Collectors.joining(" → "));
  }
}
