/**
 * What the layers of all families have in common as layers of DL4J's ComputationGraph:
 * configurations, which serialize to JSON with the graph, and runtimes with explicit forward and
 * backward. Depends on op, parameter and kernel.
 *
 * <p>Conventions: activations are NCHW, volumes NCDHW; gradients are of the mean loss over the
 * batch (PyTorch's convention), so the layers tell DL4J's updaters not to divide by the batch size
 * again, and the output must be an {@code org.convoy.nn.loss.LossOutput}, not a stock output layer.
 * Each configuration learns the shape of its input when the graph's input types are set, and keeps
 * it.
 */
package org.convoy.nn.dl4j;
