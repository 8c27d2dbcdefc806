package org.convoy.nn.kernel.onednn;

import org.convoy.nn.kernel.AdaptiveWindows;
import org.convoy.nn.kernel.Pooling2d;
import org.convoy.nn.kernel.Size2d;

/** Chooses how average pooling runs: as oneDNN's own, or as a product with a matrix of weights. */
final class AveragePools {
  private static final Size2d ONE = new Size2d(1, 1);
  private static final Size2d ZERO = new Size2d(0, 0);

  private AveragePools() {}

  static OperationPlan plan(PlanBuilder plan, int node, Pooling2d geometry) {
    return hasOneDnnsDivisor(plan, node, geometry)
        ? PoolPlan.average(plan, node, geometry)
        : new PlanesPlan(plan, node, matrix(plan, node, geometry));
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

  /** Weight of each input position (row) in each output position (column). */
  private static double[][] matrix(PlanBuilder plan, int node, Pooling2d geometry) {
    Size2d input = plan.imageSize(plan.inputOf(node));
    Size2d output = plan.imageSize(node);
    double[][] matrix = new double[input.area()][output.area()];
    for (int i = 0; i < output.area(); i++) {
      int top = i / output.width() * geometry.stride().height() - geometry.padding().height();
      int left = i % output.width() * geometry.stride().width() - geometry.padding().width();
      double weight = 1.0 / geometry.divisor(input, i / output.width(), i % output.width());
      for (int k = 0; k < geometry.kernel().area(); k++) {
        int row = top + k / geometry.kernel().width();
        int column = left + k % geometry.kernel().width();
        if (row >= 0 && row < input.height() && column >= 0 && column < input.width()) {
          matrix[row * input.width() + column][i] = weight;
        }
      }
    }

    return matrix;
  }
}
