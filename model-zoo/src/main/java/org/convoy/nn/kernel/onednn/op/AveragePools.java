package org.convoy.nn.kernel.onednn.op;

import org.convoy.nn.kernel.onednn.plan.OperationPlan;
import org.convoy.nn.kernel.onednn.plan.PlanBuilder;
import org.convoy.nn.op.AdaptiveWindows;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;

/** Chooses how average pooling runs: as oneDNN's own, scaled, or as a product with a matrix. */
final class AveragePools {
  private static final Size2d ONE = new Size2d(1, 1);
  private static final Size2d ZERO = new Size2d(0, 0);

  private AveragePools() {}

  static OperationPlan plan(PlanBuilder plan, int node, Pooling2d geometry) {
    return hasOneDnnsDivisor(plan, node, geometry)
        ? PoolPlan.average(plan, node, geometry)
        : new ScaledAveragePlan(plan, node, geometry);
  }

  static OperationPlan adaptive(PlanBuilder plan, int node) {
    Size2d input = plan.imageSize(plan.inputOf(node));
    Size2d output = plan.imageSize(node);
    if (input.equals(output)) {
      return new AliasPlan(plan, node);
    }

    if (input.height() % output.height() != 0 || input.width() % output.width() != 0) {
      return new PlanesPlan(plan, node, AdaptiveWindows.matrix(input, output));
    }

    Size2d window = new Size2d(input.height() / output.height(), input.width() / output.width());
    return PoolPlan.average(plan, node, new Pooling2d(window, window, ZERO, ONE, false, true, 0));
  }

  /** oneDNN's divisor is one of two; PyTorch's may differ. */
  private static boolean hasOneDnnsDivisor(PlanBuilder plan, int node, Pooling2d geometry) {
    Size2d input = plan.imageSize(plan.inputOf(node));
    Size2d output = plan.imageSize(node);
    for (int i = 0; i < output.area(); i++) {
      int divisor = geometry.divisor(input, i / output.width(), i % output.width());
      if (geometry.countIncludePadding() && divisor != geometry.kernel().area()) {
        return false;
      }
    }

    return geometry.divisorOverride() == 0;
  }
}
