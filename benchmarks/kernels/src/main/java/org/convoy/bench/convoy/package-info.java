/**
 * Convoy itself as the contestant that {@code scripts/bench kernels} compares with its peers.
 * Depends on the contestants' protocol and on Convoy's networks.
 */
package org.convoy.bench.convoy;
