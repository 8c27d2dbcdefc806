/**
 * Networks planned ahead as lists of oneDNN primitives over one block of native memory. Depends on
 * org.convoy.nn.kernel and on the seeds of org.convoy.nn.init; only org.convoy.nn.network depends
 * on it.
 */
package org.convoy.nn.kernel.onednn;
