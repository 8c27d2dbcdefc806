package org.convoy.nn.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.init.RandomStream;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Cuts a layer's piece of the flat vector into its parameter tensors, in PyTorch's layouts. */
final class SegmentInitializer implements ParamInitializer {
  static final SegmentInitializer INSTANCE = new SegmentInitializer();

  private SegmentInitializer() {}

  static ParameterSpecification specification(ConvoyConfiguration layer, String name) {
    return layer.parameterSpecifications().stream()
        .filter(specification -> specification.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    layer.typeName() + " has no parameter named \"" + name + "\""));
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return specifications(layer).stream().mapToLong(ParameterSpecification::length).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return specifications(layer).stream().map(ParameterSpecification::name).toList();
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> isWeightParam(layer, key)).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> isBiasParam(layer, key)).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return specification((ConvoyConfiguration) layer, key).role() == Role.WEIGHT;
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return specification((ConvoyConfiguration) layer, key).role() == Role.BIAS;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    Map<String, INDArray> parameters = views(conf.getLayer(), paramsView);
    parameters.keySet().forEach(conf::addVariable);
    if (initializeParams) {
      parameters.forEach((name, array) -> initialize(conf, name, array));
    }

    return parameters;
  }

  private static void initialize(NeuralNetConfiguration conf, String name, INDArray array) {
    ParameterSpecification specification =
        specification((ConvoyConfiguration) conf.getLayer(), name);
    String key = conf.getLayer().getLayerName() + "." + name;
    Initialization draw = specification.initialization();
    SplittableRandom random = RandomStream.of(conf.getSeed(), key);
    if (array.dataType() == DataType.FLOAT) {
      draw.write(ArrayMemory.floats(array), 0, specification.length(), random);
    } else {
      ArrayMemory.assign(array, draw.values(specification.length(), random));
    }
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    return views(conf.getLayer(), gradientView);
  }

  private static Map<String, INDArray> views(Layer layer, INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    if (specifications(layer).isEmpty()) {
      return views; // DL4J gives null instead of an empty vector.
    }

    INDArray vector = flat.reshape(flat.length());
    long offset = 0;
    for (ParameterSpecification specification : specifications(layer)) {
      long end = offset + specification.length();
      INDArray piece = vector.get(NDArrayIndex.interval(offset, end));
      views.put(specification.name(), piece.reshape('c', specification.dimensions()));
      offset = end;
    }

    return views;
  }

  private static List<ParameterSpecification> specifications(Layer layer) {
    return ((ConvoyConfiguration) layer).parameterSpecifications();
  }
}
