/**
 * Known network architectures by name. Vertices are named so that vertex and tensor name make
 * PyTorch's parameter names. Depends on org.convoy.nn.layer.
 */
package org.convoy.zoo;
