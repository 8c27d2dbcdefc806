/**
 * A network as the trainer sees it: flat vectors in and out, one call a step. Depends on layer,
 * kernel, hook, loss, init and optimizer; knows nothing of data sets or Spark.
 */
package org.convoy.nn.network;
