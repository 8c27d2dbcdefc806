/**
 * Layers for DL4J's ComputationGraph with PyTorch's names, semantics and parameter layouts: for
 * each a public configuration class, which serializes to JSON with the graph, and a package-private
 * runtime class with explicit forward and backward on {@link org.convoy.nn.kernel.Kernels}; {@link
 * org.convoy.nn.layer.Add}, {@link org.convoy.nn.layer.Concat} and {@link
 * org.convoy.nn.layer.MaxUnpool2d}, which have several inputs, are vertices instead of layers.
 * Depends on kernel, loss and init.
 *
 * <p>Conventions: activations are NCHW, volumes NCDHW; gradients are of the mean loss over the
 * batch (PyTorch's convention), so the layers tell DL4J's updaters not to divide by the batch size
 * again, and the output must be a {@link org.convoy.nn.layer.LossOutput}, not a stock output layer.
 * Each configuration learns the shape of its input when the graph's input types are set, and keeps
 * it.
 */
package org.convoy.nn.layer;
