package org.convoy.nn.norm;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Normalizes the last dimension, PyTorch's {@code LayerNorm} of one number of features. */
public final class LayerNorm extends RowNormalization {
  /** For JSON. */
  private LayerNorm() {}

  private LayerNorm(int normalizedShape, double eps, boolean affine) {
    super(normalizedShape, eps, affine);
  }

  /** With PyTorch's defaults: eps 1e-5, a weight and a bias for each feature. */
  public LayerNorm(int normalizedShape) {
    this(normalizedShape, DEFAULT_EPS);
  }

  /** With this positive number added to the variance. */
  public LayerNorm(int normalizedShape, double eps) {
    this(normalizedShape, eps, true);
  }

  /** The same without weight and bias (PyTorch: {@code elementwise_affine=False}). */
  public LayerNorm withoutAffine() {
    return new LayerNorm(features(), eps(), false);
  }

  @Override
  int dimension() {
    return inputShape().size();
  }

  @Override
  int dimension(int rank) {
    return rank - 1;
  }

  @Override
  INDArray rows(INDArray batch) {
    return batch.reshape('c', batch.length() / features(), features());
  }

  @Override
  void assignRows(INDArray batch, INDArray rows) {
    rows(batch).assign(rows);
  }
}
