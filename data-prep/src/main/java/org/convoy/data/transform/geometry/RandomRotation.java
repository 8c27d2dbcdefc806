package org.convoy.data.transform.geometry;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.convoy.data.Image;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.Range;
import org.convoy.data.transform.geometry.Rotation.Canvas;

/**
 * torchvision's {@code RandomRotation}.
 *
 * @param degrees that the angle is drawn from, uniformly; counter-clockwise
 * @param rotation by the angle
 */
public record RandomRotation(Range degrees, Rotation rotation) implements ImageTransform {
  public RandomRotation {
    requireNonNull(degrees, "degrees is null");
    requireNonNull(rotation, "rotation is null");
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    return rotation.apply(image, degrees.draw(random));
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    input.channels().ifPresent(rotation.warp().fill()::checkChannels);
    return rotation.canvas() == Canvas.EXPAND ? input.withUnknownSize() : input;
  }

  @Override
  public String toString() {
    return "RandomRotation(degrees=%s, interpolation=%s, expand=%s%s, fill=%s)"
        .formatted(
            degrees,
            rotation.warp().interpolation(),
            rotation.canvas() == Canvas.EXPAND ? "True" : "False",
            Optional.ofNullable(rotation.center()).map(point -> ", center=" + point).orElse(""),
            rotation.warp().fill());
  }
}
