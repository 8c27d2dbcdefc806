/**
 * Reader of the IDX files in which MNIST, Fashion-MNIST and their relatives are published. May
 * depend on org.convoy.data and Hadoop's file systems, never on Spark.
 */
package org.convoy.data.idx;
