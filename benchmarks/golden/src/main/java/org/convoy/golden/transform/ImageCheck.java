package org.convoy.golden.transform;

import java.util.List;
import java.util.function.BiFunction;
import org.convoy.data.Image;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.weights.DataType;
import org.convoy.weights.Tensor;

/** A function from image to image. */
record ImageCheck(BiFunction<Image, TransformArguments, Image> function, Rounding rounding)
    implements Check {
  /** How near the bytes have to be. */
  enum Rounding {
    EXACT,
    /** Positions are computed in floating point, so that a level may be rounded otherwise. */
    NEAR
  }

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    return List.of(Attempt.of(comparison -> compare(golden, comparison)));
  }

  private void compare(GoldenCase golden, Comparison comparison) {
    Image image = image(golden);
    Image result = function.apply(image, new TransformArguments(golden.arguments()));
    boolean flat = golden.shape("output").length == 2 && result.channels() == 1;
    comparison.shape(
        "output",
        flat
            ? new long[] {result.height(), result.width()}
            : new long[] {result.height(), result.width(), result.channels()});
    if (rounding == Rounding.EXACT) {
      comparison.levels("output", result.pixels());
    } else {
      comparison.roundedLevels("output", result.pixels());
    }
  }

  /** The input: bytes, [height, width, channels], or [height, width] of a gray image. */
  static Image image(GoldenCase golden) {
    Tensor tensor = golden.tensor("input");
    List<Integer> shape = golden.dimensions("input");
    if (tensor.dataType() != DataType.U8 || shape.size() < 2 || shape.size() > 3) {
      throw new IllegalArgumentException(
          "input must be bytes (U8) [height, width, channels], it is " + tensor);
    }

    byte[] pixels = new byte[tensor.size()];
    tensor.bytes().get(pixels);
    return new Image(shape.get(0), shape.get(1), shape.size() == 3 ? shape.get(2) : 1, pixels);
  }
}
