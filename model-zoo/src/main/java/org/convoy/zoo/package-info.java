/**
 * Known network architectures by name. Vertices are named so that vertex and tensor name make
 * PyTorch's parameter names. Depends on the layers and on org.convoy.nn.model.
 */
package org.convoy.zoo;
