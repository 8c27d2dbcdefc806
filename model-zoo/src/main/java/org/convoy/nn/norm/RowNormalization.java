package org.convoy.nn.norm;

import static org.convoy.nn.dl4j.ArrayOperations.channelSums;
import static org.convoy.nn.norm.Standardization.BIAS;
import static org.convoy.nn.norm.Standardization.WEIGHT;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layer normalization along one dimension: Ba et al. 2016, https://arxiv.org/abs/1607.06450. Its
 * arithmetic is on rows, [everything else, the dimension].
 */
abstract class RowNormalization extends LayerConfiguration {
  static final double DEFAULT_EPS = 1e-5;

  private int features;
  private double eps;
  private boolean affine;

  /** For JSON. */
  RowNormalization() {}

  RowNormalization(int features, double eps, boolean affine) {
    this.features = Shapes.checkAtLeast("normalizedShape", features, 1);
    this.eps = eps;
    this.affine = affine;
  }

  final int features() {
    return features;
  }

  final double eps() {
    return eps;
  }

  /** Which one of a batch of the input's shape. */
  abstract int dimension();

  /** A batch as rows: the same memory if they lie so already, else a copy. */
  abstract INDArray rows(INDArray batch);

  /** Rows in their places of a batch. */
  abstract void assignRows(INDArray batch, INDArray rows);

  @Override
  public final Optional<Operation> operation() {
    return Optional.of(new Operation.LayerNormalization(dimension(), eps, affine));
  }

  @Override
  public final List<ParameterSpecification> parameterSpecifications() {
    return affine ? Standardization.parameters(features) : List.of();
  }

  @Override
  protected final void checkInput(List<Integer> shape) {
    int index = dimension(shape.size() + 1) - 1;
    if (index >= shape.size() || shape.get(index) != features) {
      throw new IllegalArgumentException(
          "Layer \"%s\" normalizes %d features, got an input of shape %s"
              .formatted(layerName, features, shape));
    }
  }

  /** The dimension of a batch of this rank. */
  abstract int dimension(int rank);

  @Override
  protected final Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        INDArray rows = rows(input);
        INDArray result = rows.ulike();
        standardization(rows).normalize(image(result));
        if (affine) {
          result.muliRowVector(pass.parameter(WEIGHT)).addiRowVector(pass.parameter(BIAS));
        }

        assignRows(output, result);
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        INDArray rows = rows(input);
        Standardization statistics = standardization(rows);
        INDArray gradient = rows(outputGradient);
        INDArray result = rows.ulike();
        if (affine) {
          columnSums(gradient, pass.gradient(BIAS));
          statistics.normalize(image(result));
          columnSums(result.muli(gradient), pass.gradient(WEIGHT));
          gradient = gradient.mulRowVector(pass.parameter(WEIGHT));
        }

        statistics.inputGradient(image(gradient), image(result));
        assignRows(inputGradient, result);
      }
    };
  }

  private static void columnSums(INDArray rows, INDArray sums) {
    channelSums(rows.reshape('c', rows.size(0), rows.size(1), 1, 1), sums);
  }

  private Standardization standardization(INDArray rows) {
    return new Standardization(image(rows), eps);
  }

  /** Rows as the channels of one image, the same memory. */
  private static INDArray image(INDArray rows) {
    return rows.reshape('c', 1, rows.size(0), rows.size(1), 1);
  }
}
