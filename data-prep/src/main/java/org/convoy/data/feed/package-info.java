/**
 * Turns samples into minibatches of float images, in the calling thread or ahead of it on spare
 * cores. May depend on the other packages of org.convoy.data, never on Spark.
 */
package org.convoy.data.feed;
