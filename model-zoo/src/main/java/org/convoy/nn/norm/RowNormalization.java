package org.convoy.nn.norm;

import static org.convoy.nn.dl4j.ArrayOperations.channelSums;
import static org.convoy.nn.dl4j.ArrayOperations.perChannel;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Layer normalization along one dimension: Ba et al. 2016, https://arxiv.org/abs/1607.06450. Its
 * arithmetic is on rows, [everything else, the dimension].
 */
abstract class RowNormalization extends LayerConfiguration {
  static final double DEFAULT_EPS = 1e-5;
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

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
    return affine
        ? List.of(
            specification(WEIGHT, Role.NORM_WEIGHT, 1), specification(BIAS, Role.NORM_BIAS, 0))
        : List.of();
  }

  private ParameterSpecification specification(String name, Role role, float value) {
    return new ParameterSpecification(
        name, role, List.of(features), Initialization.constant(value));
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
        INDArray result = new Statistics(rows(input)).normalized();
        if (affine) {
          result.muliRowVector(pass.parameter(WEIGHT)).addiRowVector(pass.parameter(BIAS));
        }

        assignRows(output, result);
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        Statistics statistics = new Statistics(rows(input));
        INDArray gradient = rows(outputGradient);
        if (affine) {
          columnSums(gradient, pass.gradient(BIAS));
          columnSums(statistics.normalized().muli(gradient), pass.gradient(WEIGHT));
          gradient = gradient.mulRowVector(pass.parameter(WEIGHT));
        }

        assignRows(inputGradient, statistics.inputGradient(gradient));
      }
    };
  }

  private static void columnSums(INDArray rows, INDArray sums) {
    channelSums(rows.reshape('c', rows.size(0), rows.size(1), 1, 1), sums);
  }

  /** Rows as the channels of one image, whose batch normalization this is. */
  private final class Statistics {
    private final INDArray image;
    private final INDArray mean;
    private final INDArray scale;

    Statistics(INDArray rows) {
      image = image(rows);
      mean = Nd4j.createUninitialized(rows.dataType(), rows.size(0));
      INDArray variance = mean.ulike();
      ChannelNorm.statistics(image, mean, variance);
      scale = ChannelNorm.inverseDeviation(eps, variance);
    }

    private static INDArray image(INDArray rows) {
      return rows.reshape('c', 1, rows.size(0), rows.size(1), 1);
    }

    INDArray normalized() {
      INDArray result = image.sub(perChannel(mean)).muli(perChannel(scale));
      return result.reshape('c', image.size(1), image.size(2));
    }

    INDArray inputGradient(INDArray gradient) {
      INDArray products = mean.ulike();
      INDArray sums = mean.ulike();
      INDArray result = image.ulike();
      INDArray given = image(gradient);
      ChannelNorm.parameterGradients(image, mean, scale, given, result, products, sums);
      ChannelNorm.inputGradient(scale, null, given, result, products, sums);
      return result.reshape('c', image.size(1), image.size(2));
    }
  }
}
