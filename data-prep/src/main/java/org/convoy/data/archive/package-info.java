/**
 * Tar archives, plain or compressed, and zip archives, which are read as they are: nothing is
 * extracted. May depend on org.convoy.data, org.convoy.data.folder and Hadoop's file systems, never
 * on Spark.
 */
package org.convoy.data.archive;
