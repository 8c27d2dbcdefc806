/**
 * Files of weights: named tensors and string metadata, read from and written to plain streams. May
 * depend on Jackson; never on a file system's API beyond java.nio, nor on DL4J.
 */
package org.convoy.weights;
