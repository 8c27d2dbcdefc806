/**
 * DL4J's own data-parallel training on Spark as a contestant of {@code scripts/bench sync}. Of
 * Convoy it uses the images and the line protocol only.
 */
package org.convoy.bench.sync.dl4j;
