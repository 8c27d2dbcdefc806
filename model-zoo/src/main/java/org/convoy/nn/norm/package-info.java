/**
 * Normalizations: each layer with PyTorch's name, semantics and parameter layout, its configuration
 * beside its arithmetic on ND4J.
 */
package org.convoy.nn.norm;
