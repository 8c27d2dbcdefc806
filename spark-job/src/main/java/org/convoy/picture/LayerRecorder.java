package org.convoy.picture;

import org.convoy.nn.hook.LayerHook;
import org.convoy.nn.hook.LayerTensor;

/** Keeps the latest activation and gradient of one layer. */
public final class LayerRecorder implements LayerHook {
  private LayerTensor activation;
  private LayerTensor gradient;

  @Override
  public void forward(String layer, LayerTensor shown) {
    activation = shown;
  }

  @Override
  public void backward(String layer, LayerTensor shown) {
    gradient = shown;
  }

  public LayerTensor activation() {
    return activation;
  }

  public LayerTensor gradient() {
    return gradient;
  }
}
