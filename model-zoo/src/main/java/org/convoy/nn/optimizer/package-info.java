/**
 * Optimizers with PyTorch's names and semantics, on flat vectors, in plain Java float arithmetic:
 * the same bits on every machine. Depends on the layout and step types of the network package only.
 */
package org.convoy.nn.optimizer;
