/**
 * Labelled images in Parquet files, in the layout that Hugging Face data sets use. May depend on
 * Hadoop's file systems and Parquet, never on Spark.
 */
package org.convoy.data.parquet;
