/**
 * Samples as Spark RDDs: reading them in the executors, and dealing them to rounds and workers. The
 * only package of this module that may depend on Spark, Kryo and Scala.
 */
package org.convoy.data.spark;
