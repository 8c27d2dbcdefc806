package org.convoy.nn.dense;

import static org.convoy.nn.dl4j.ArrayOperations.matrixProduct;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerBuilder;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Fully connected layer, PyTorch's {@code Linear}: [in] to [out], or each row of […, in] to […,
 * out]. Parameters: weight [out, in], bias [out].
 */
public final class Linear extends LayerConfiguration {
  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

  private int outFeatures;
  private boolean bias;
  private ParameterInitialization weightInitialization;
  private ParameterInitialization biasInitialization;

  /** For JSON. */
  private Linear() {}

  private Linear(Builder builder) {
    outFeatures = builder.outFeatures;
    bias = builder.bias;
    weightInitialization = builder.weightInitialization;
    biasInitialization = builder.biasInitialization;
    nIn = builder.inFeatures;
  }

  /** A layer with bias. */
  public static Linear of(int outFeatures) {
    return builder(outFeatures).build();
  }

  /** A layer without bias. */
  public static Linear withoutBias(int outFeatures) {
    return builder(outFeatures).withoutBias().build();
  }

  public static Builder builder(int outFeatures) {
    return new Builder(outFeatures);
  }

  public boolean hasBias() {
    return bias;
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Linear(bias));
  }

  @Override
  public List<Integer> outputShape() {
    List<Integer> shape = new ArrayList<>(inputShape());
    shape.set(shape.size() - 1, outFeatures);
    return List.copyOf(shape);
  }

  private int rows() {
    List<Integer> shape = inputShape();
    return shape.subList(0, shape.size() - 1).stream().reduce(1, Math::multiplyExact);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    super.setNIn(inputType, override);
    List<Integer> shape = inputShape();
    nIn = shape.get(shape.size() - 1);
    nOut = outFeatures;
  }

  @Override
  public List<ParameterSpecification> parameterSpecifications() {
    int inFeatures = Math.toIntExact(nIn);
    List<ParameterSpecification> specifications = new ArrayList<>();
    specifications.add(
        new ParameterSpecification(
            WEIGHT,
            Role.WEIGHT,
            List.of(outFeatures, inFeatures),
            weightInitialization.of(nIn, outFeatures)));
    if (bias) {
      specifications.add(
          new ParameterSpecification(
              BIAS, Role.BIAS, List.of(outFeatures), biasInitialization.of(nIn, outFeatures)));
    }

    return List.copyOf(specifications);
  }

  @Override
  public long multiplyAdds() {
    return rows() * nIn * outFeatures;
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        INDArray output2d = rows(output);
        matrixProduct(rows(input), 0, pass.parameter(WEIGHT), 1, output2d);
        if (bias) {
          output2d.addiRowVector(pass.parameter(BIAS));
        }
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        INDArray gradient = rows(outputGradient);
        if (inputGradient != null) {
          matrixProduct(gradient, 0, pass.parameter(WEIGHT), 0, rows(inputGradient));
        }

        matrixProduct(gradient, 1, rows(input), 0, pass.gradient(WEIGHT));
        if (bias) {
          gradient.sum(pass.gradient(BIAS), 0);
        }
      }
    };
  }

  /** [n, …, features] as [rows, features], the same memory. */
  private static INDArray rows(INDArray array) {
    long features = array.size(array.rank() - 1);
    return array.reshape('c', array.length() / features, features);
  }

  /** Images are taken only where that is said by their features: a Flatten may be forgotten. */
  @Override
  protected void checkInput(List<Integer> shape) {
    if (shape.size() > 2 && nIn == 0) {
      Shapes.checkRank(
          layerName, shape, 1, "[features] (put a Flatten before it, or give it inFeatures)");
    }
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder implements LayerBuilder {
    private final int outFeatures;
    private int inFeatures;
    private boolean bias = true;
    private ParameterInitialization weightInitialization = ParameterInitialization.uniformByFanIn();
    private ParameterInitialization biasInitialization = ParameterInitialization.uniformByFanIn();

    private Builder(int outFeatures) {
      this.outFeatures = Shapes.checkAtLeast("outFeatures", outFeatures, 1);
    }

    /**
     * Makes other inputs an error, and takes them of any rank; without it any number of input
     * features is taken, of [features] or [rows, features].
     */
    public Builder inFeatures(int value) {
      inFeatures = Shapes.checkAtLeast("inFeatures", value, 1);
      return this;
    }

    public Builder withoutBias() {
      bias = false;
      return this;
    }

    public Builder initializeWeight(ParameterInitialization initialization) {
      weightInitialization = initialization.forWeights();
      return this;
    }

    public Builder initializeBias(ParameterInitialization initialization) {
      biasInitialization = initialization;
      return this;
    }

    @Override
    public Linear build() {
      return new Linear(this);
    }
  }
}
