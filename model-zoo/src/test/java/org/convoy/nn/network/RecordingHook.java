package org.convoy.nn.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.convoy.nn.hook.LayerHook;
import org.convoy.nn.hook.LayerTensor;

/** Keeps the latest of what it is shown, by layer, in the order in which it is shown. */
final class RecordingHook implements LayerHook {
  final Map<String, LayerTensor> activations = new LinkedHashMap<>();
  final Map<String, LayerTensor> gradients = new LinkedHashMap<>();

  @Override
  public void forward(String layer, LayerTensor activation) {
    activations.put(layer, activation);
  }

  @Override
  public void backward(String layer, LayerTensor outputGradient) {
    gradients.put(layer, outputGradient);
  }
}
