/**
 * Preparing data sets: checking, converting and measuring images, and the folder of shards with its
 * manifest. May depend on Hadoop's file systems and Parquet, never on Spark.
 */
package org.convoy.data.prepare;
