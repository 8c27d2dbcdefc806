/**
 * Which native library does the arithmetic and how it is loaded and limited, and views of its
 * memory. Depends on ND4J only; {@code org.convoy.nn.kernel.onednn} plans whole networks, the
 * packages of the layers compute one by one on ND4J.
 */
package org.convoy.nn.kernel;
