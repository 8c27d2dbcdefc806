/**
 * Convoy on the cluster of {@code scripts/local-cluster}: real processes of Spark, HDFS and YARN,
 * the packaged jar, the command line. What is killed here is killed with SIGKILL.
 */
package org.convoy.cluster;
