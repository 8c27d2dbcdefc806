package org.convoy.golden.transform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import org.convoy.data.Image;
import org.convoy.data.transform.ToTensorNormalize;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.Floats;
import org.convoy.golden.reference.GoldenArguments;
import org.convoy.golden.reference.GoldenCase;

/** An image made a normalized float tensor of planes. */
final class TensorCheck implements Check {
  private static final double TOLERANCE = 1e-6;

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    String layout = golden.arguments().text("layout", "CHW");
    if (!layout.equals("CHW")) {
      throw new IllegalArgumentException("argument \"layout\" must be CHW, it is " + layout);
    }

    return List.of(Attempt.of(comparison -> compare(golden, comparison)));
  }

  private static void compare(GoldenCase golden, Comparison comparison) {
    Image image = ImageCheck.image(golden);
    FloatBuffer tensor =
        ByteBuffer.allocateDirect(Float.BYTES * image.pixels().length)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    ToTensorNormalize.of(
            perChannel(golden.arguments(), "mean", 0, image.channels()),
            perChannel(golden.arguments(), "std", 1, image.channels()))
        .write(image, tensor, 0);
    comparison.shape("output", image.channels(), image.height(), image.width());
    comparison.values("output", Floats.widen(tensor), TOLERANCE);
  }

  private static List<Double> perChannel(
      GoldenArguments arguments, String name, double defaultValue, int channels) {
    List<Double> values = arguments.numbers(name, List.of(defaultValue));
    return values.size() == 1 ? Collections.nCopies(channels, values.get(0)) : values;
  }
}
