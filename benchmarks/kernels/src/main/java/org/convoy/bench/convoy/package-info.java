/**
 * Convoy itself as the contestant of {@code scripts/bench kernels}, {@code replicas} and {@code
 * memory}. Depends on the contestants' protocol and on Convoy's networks.
 */
package org.convoy.bench.convoy;
