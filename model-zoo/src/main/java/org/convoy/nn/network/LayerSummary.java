package org.convoy.nn.network;

import java.util.List;

/**
 * One vertex of a network.
 *
 * @param type PyTorch's name of the layer
 * @param outputShape of one example
 * @param parameters number of trainable elements, as PyTorch counts them
 * @param multiplyAdds of the forward pass of one example
 */
public record LayerSummary(
    String name, String type, List<Integer> outputShape, long parameters, long multiplyAdds) {}
