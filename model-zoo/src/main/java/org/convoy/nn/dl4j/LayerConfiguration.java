package org.convoy.nn.dl4j;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;

/** Configuration of a layer; its own fields are its settings. */
@JsonAutoDetect(
    fieldVisibility = Visibility.ANY,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE,
    setterVisibility = Visibility.NONE)
public abstract class LayerConfiguration extends FeedForwardLayer
    implements ConvoyConfiguration, ModelItem {
  private int[] inputShape = {};

  /** What the layer computes, on ND4J; called once for each runtime. */
  protected abstract Arithmetic arithmetic();

  /** Makes the runtime layer. */
  protected LayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new LayerRuntime<>(conf, dataType, arithmetic());
  }

  /** Fails if the layer cannot take an input of this shape; the default takes any. */
  protected void checkInput(List<Integer> shape) {}

  @Override
  public List<Integer> inputShape() {
    return Shapes.list(inputShape);
  }

  /** By default the shape of the input. */
  @Override
  public List<Integer> outputShape() {
    return inputShape();
  }

  /** By default none. */
  @Override
  public List<ParameterSpecification> parameterSpecifications() {
    return List.of();
  }

  /** By default none: the arithmetic is element-wise. */
  @Override
  public long multiplyAdds() {
    return 0;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    LayerRuntime<?> layer = runtime(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return SegmentInitializer.INSTANCE;
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    List<Integer> shape = ConvoyConfiguration.shapeOf(inputType);
    checkInput(shape);
    inputShape = Shapes.array(shape);
    nIn = shape.get(0);
    nOut = outputShape().get(0);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    setNIn(inputType, true);
    return ConvoyConfiguration.typeOf(outputShape());
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public IUpdater getUpdaterByParam(String paramName) {
    return SegmentInitializer.specification(this, paramName).role().isTrainable()
        ? super.getUpdaterByParam(paramName)
        : new NoOp();
  }

  @Override
  public List<Regularization> getRegularizationByParam(String paramName) {
    return SegmentInitializer.specification(this, paramName).role() == Role.WEIGHT
        ? regularization
        : List.of();
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    return new LayerMemoryReport.Builder(
            layerName, getClass(), inputType, getOutputType(-1, inputType))
        .standardMemory(parameters, getIUpdater().stateSize(parameters))
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && Fields.areEqual(this, other, LayerConfiguration.class);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof LayerConfiguration;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), Fields.hash(this, LayerConfiguration.class));
  }
}
