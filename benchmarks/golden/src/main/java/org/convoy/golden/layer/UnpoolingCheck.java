package org.convoy.golden.layer;

import java.util.Arrays;
import java.util.List;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.pool.MaxPool2d;

/**
 * Unpooling by the indices of a pooling in the same network. Where a case does not tell what was
 * pooled, an image is made in which the pooling finds the case's indices.
 */
final class UnpoolingCheck implements Check {
  private static final int IMAGE = 3;

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    Examples values = Examples.of(golden, "input", IMAGE);
    String planes = golden.has("pool_input") ? "pool_input" : "output";
    Examples pooled = Examples.of(golden, planes, IMAGE);
    float[] image =
        golden.has("pool_input") ? golden.floats("pool_input") : imageOf(golden, planes);
    MaxPool2d pool = poolOf(golden, pooled, values);
    UnpoolingGraph graph = new UnpoolingGraph(golden, pool, image, pooled, values);
    UnpoolingPlan plan = new UnpoolingPlan(golden, pool, image, pooled, values);
    return List.of(
        new Attempt(Attempt.ND4J, graph::compare),
        new Attempt(Attempt.ONEDNN, plan::compare),
        new Attempt(Attempt.LIBTORCH, plan::compareLibtorch));
  }

  /** Zeros, and at the indices numbers that are larger. */
  private static float[] imageOf(GoldenCase golden, String planes) {
    Indices indices = Indices.of(golden, planes);
    float[] image = new float[indices.outputs()];
    for (int i = 0; i < indices.places().length; i++) {
      image[indices.places()[i]] = i + 1;
    }

    return image;
  }

  /** The pooling rounds its output size as the case's did. */
  private static MaxPool2d poolOf(GoldenCase golden, Examples pooled, Examples values) {
    MaxPool2d pool = SpatialLayers.unpooled(golden.arguments()).build();
    if (!outputOf(pool, pooled).equals(values.shape())) {
      pool = SpatialLayers.unpooled(golden.arguments()).ceilMode().build();
    }

    if (!outputOf(pool, pooled).equals(values.shape())) {
      throw new IllegalArgumentException(
          "no pooling by these windows makes the input's "
              + values.shape()
              + " of "
              + Arrays.toString(pooled.batched()));
    }

    return pool;
  }

  private static List<Integer> outputOf(MaxPool2d pool, Examples pooled) {
    pool.setNIn(ConvoyConfiguration.typeOf(pooled.shape()), true);
    return pool.outputShape();
  }
}
