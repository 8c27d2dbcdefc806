/**
 * Reader of CIFAR-10 and CIFAR-100 in their binary versions. May depend on org.convoy.data,
 * org.convoy.data.archive and Hadoop's file systems, never on Spark.
 */
package org.convoy.data.cifar;
