/**
 * Stock DL4J, with the layers it ships, as a contestant of {@code scripts/bench kernels}. Depends
 * on the contestants' protocol and on DL4J only.
 */
package org.convoy.bench.dl4j;
