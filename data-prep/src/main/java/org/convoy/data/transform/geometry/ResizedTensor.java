package org.convoy.data.transform.geometry;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.TensorWriter;
import org.convoy.data.transform.ToTensorNormalize;

/**
 * A bilinear resize, then crops and flips, then ToTensor and Normalize. Only those pixels are
 * computed that are shown in the end.
 */
final class ResizedTensor implements TensorWriter {
  private final ResizingTransform resize;
  private final List<ViewTransform> views;
  private final ToTensorNormalize toTensor;

  private ResizedTensor(
      ResizingTransform resize, List<ViewTransform> views, ToTensorNormalize toTensor) {
    this.resize = resize;
    this.views = views;
    this.toTensor = toTensor;
  }

  static Optional<TensorWriter> fuse(
      ResizingTransform resize, List<ImageTransform> later, ToTensorNormalize toTensor) {
    return resize.interpolation() == Interpolation.BILINEAR && canPack(toTensor.channels())
        ? views(resize.leastSize(), later).map(views -> new ResizedTensor(resize, views, toTensor))
        : Optional.empty();
  }

  private static boolean canPack(int channels) {
    return channels == 1 || channels == PixelRows.MAX_LANES;
  }

  /** The transforms, if there are none but views. */
  private static Optional<List<ViewTransform>> views(ImageSize least, List<ImageTransform> later) {
    List<ViewTransform> views = new ArrayList<>();
    Optional<ImageSize> size = Optional.of(least);

    for (ImageTransform transform : later) {
      if (!(transform instanceof ViewTransform view)) {
        return Optional.empty();
      }

      views.add(view);
      size = size.flatMap(view::leastSize);
    }

    return size.map(anySize -> views);
  }

  @Override
  public ImageShape write(PixelRows image, RandomSource random, FloatBuffer batch, int index) {
    toTensor.checkChannels(image);
    ImageView view = resize.view(image.height(), image.width(), random);

    for (ViewTransform transform : views) {
      view = transform.view(view, random);
    }

    ImageShape shape = new ImageShape(view.height(), view.width(), image.channels());
    long start = (long) index * shape.elements();
    Objects.checkFromIndexSize(start, shape.elements(), batch.capacity());
    write(image, view, batch, (int) start);
    return shape;
  }

  private void write(PixelRows image, ImageView view, FloatBuffer batch, int start) {
    LineWeights down = LineWeights.of(view.rows());
    PlanarRows rows = new PlanarRows(image, LineWeights.of(view.columns()), 2 * down.pairs());
    NormalizedRow row = new NormalizedRow(toTensor, view.width());
    int plane = view.height() * view.width();

    for (int line = 0; line < view.height(); line++) {
      int y = view.rows().downward(line);
      row.blend(rows, down, y);
      row.put(batch, start + y * view.width(), plane);
    }
  }
}
