/**
 * libtorch, through JavaCPP, as a contestant of {@code scripts/bench kernels}. Depends on the
 * contestants' protocol and on libtorch only.
 */
package org.convoy.bench.libtorch;
