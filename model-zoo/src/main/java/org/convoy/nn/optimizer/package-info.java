/**
 * Optimizers with PyTorch's names and semantics, on flat vectors, in plain Java float arithmetic:
 * the same bits on every machine. Depends on the parameter layout of the layer package and on the
 * name patterns of the model package only.
 */
package org.convoy.nn.optimizer;
