/**
 * Losses with PyTorch's names and semantics: pure functions of a network's outputs and its targets,
 * in double precision, which depend on nothing but the JDK; and the layers that end a network with
 * them.
 */
package org.convoy.nn.loss;
