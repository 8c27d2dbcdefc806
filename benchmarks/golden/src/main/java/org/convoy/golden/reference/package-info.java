/**
 * Reads cases that PyTorch and torchvision computed and compares results with them. Depends on
 * org.convoy.weights alone.
 */
package org.convoy.golden.reference;
