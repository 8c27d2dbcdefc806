package org.convoy.nn.hook;

/**
 * Is shown what layers compute, as PyTorch's {@code register_forward_hook} and {@code
 * register_full_backward_hook} do. It sees each layer's own output, also where oneDNN would compute
 * convolution, batch normalization and ReLU as one, and cannot change it: the tensors are copies.
 * What it throws ends the pass and reaches the caller.
 */
public interface LayerHook {
  /**
   * Called after the layer's forward pass and before the next layer's.
   *
   * @param layer its name, such as layer1.0.conv1
   * @param activation its output, [batch, channels, height, width] or [batch, features]
   */
  default void forward(String layer, LayerTensor activation) {}

  /**
   * Called before the layer's backward pass, the last layer first.
   *
   * @param layer its name
   * @param outputGradient the gradient by its output (PyTorch's grad_output), of the output's
   *     shape; where the output goes to several layers, the sum over them
   */
  default void backward(String layer, LayerTensor outputGradient) {}
}
