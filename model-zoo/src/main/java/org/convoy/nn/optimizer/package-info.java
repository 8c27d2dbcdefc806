/**
 * Optimizers with PyTorch's names and semantics, on flat vectors, in plain Java float arithmetic:
 * the same bits on every machine. Depends on the parameter layout of the layer package only.
 */
package org.convoy.nn.optimizer;
