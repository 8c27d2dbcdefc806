/**
 * The arithmetic of the layers: {@link org.convoy.nn.kernel.Kernels} and its implementations, the
 * only place that talks to native libraries. Depends on ND4J only; layers and networks depend on
 * it.
 *
 * <p>Contract of every kernel: arrays are dense, row-major ("c" order), in PyTorch's layouts (NCHW
 * and NCDHW activations, OIHW and OIDHW weights, [out, in] linear weights); results are written
 * into arrays the caller made; inputs are never changed. The same inputs give the same bytes,
 * whatever ran before.
 */
package org.convoy.nn.kernel;
