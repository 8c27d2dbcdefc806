package org.convoy.nn.norm;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Normalizes the channels of each pixel, torchvision's {@code LayerNorm2d}. */
public final class LayerNorm2d extends RowNormalization {
  /** For JSON. */
  private LayerNorm2d() {}

  private LayerNorm2d(int channels, double eps, boolean affine) {
    super(channels, eps, affine);
  }

  /** With PyTorch's defaults: eps 1e-5, a weight and a bias for each channel. */
  public LayerNorm2d(int channels) {
    this(channels, DEFAULT_EPS);
  }

  /** With this positive number added to the variance. */
  public LayerNorm2d(int channels, double eps) {
    this(channels, eps, true);
  }

  /** The same without weight and bias (PyTorch: {@code elementwise_affine=False}). */
  public LayerNorm2d withoutAffine() {
    return new LayerNorm2d(features(), eps(), false);
  }

  @Override
  int dimension() {
    return 1;
  }

  /** Of images only. */
  @Override
  int dimension(int rank) {
    return rank == 4 ? 1 : rank;
  }

  @Override
  INDArray rows(INDArray batch) {
    INDArray last = batch.permute(0, 2, 3, 1).dup('c');
    return last.reshape('c', batch.length() / features(), features());
  }

  @Override
  void assignRows(INDArray batch, INDArray rows) {
    INDArray last = rows.reshape('c', batch.size(0), batch.size(2), batch.size(3), batch.size(1));
    batch.assign(last.permute(0, 3, 1, 2));
  }
}
