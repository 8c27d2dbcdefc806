/** Operations that only move values, as views and reorders of oneDNN. */
package org.convoy.nn.kernel.onednn.shape;
