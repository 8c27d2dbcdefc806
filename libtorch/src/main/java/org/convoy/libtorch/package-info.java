/**
 * A network's operations by libtorch's own operators, forward and backward without autograd, on
 * flat vectors of which the weights are views. {@link org.convoy.libtorch.Libtorch} is the service
 * by which {@code kernels.backend = libtorch} finds it.
 */
package org.convoy.libtorch;
