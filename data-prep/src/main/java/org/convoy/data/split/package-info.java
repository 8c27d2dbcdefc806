/**
 * Parts of data sets that were chosen by computation, not by whoever published the data. May depend
 * on org.convoy.data and org.convoy.data.sampler, never on Spark.
 */
package org.convoy.data.split;
