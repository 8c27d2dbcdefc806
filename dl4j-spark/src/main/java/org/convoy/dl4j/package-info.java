/**
 * Convoy's synchronous rounds behind DL4J's own Spark API: a TrainingMaster for networks of any
 * layers. The only package that depends on dl4j-spark.
 */
package org.convoy.dl4j;
