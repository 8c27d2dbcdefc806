/**
 * Classes and probabilities of images, in this process or in Spark's tasks, by the replicas that
 * training uses. Knows nothing of a training.
 */
package org.convoy.predict;
