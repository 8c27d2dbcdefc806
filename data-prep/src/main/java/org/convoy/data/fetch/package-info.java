/**
 * Downloads of published data sets, checked against pinned checksums. May depend on org.convoy.data
 * and Hadoop's file systems, never on Spark.
 */
package org.convoy.data.fetch;
