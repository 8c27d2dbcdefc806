/**
 * Hooks on a network's layers, which are shown activations and gradients as PyTorch's module hooks
 * are. Depends on nothing but the nearest names of org.convoy.nn.model.
 */
package org.convoy.nn.hook;
