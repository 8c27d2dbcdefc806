/**
 * Losses with PyTorch's names and semantics: pure functions of a network's outputs and its targets,
 * in double precision. Depends on nothing but the JDK; layers and networks depend on it.
 */
package org.convoy.nn.loss;
