/**
 * Convoy as a contestant of {@code scripts/bench data}: its way of images into batches. May depend
 * on data-prep, never on Spark.
 */
package org.convoy.bench.data;
