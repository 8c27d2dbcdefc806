/**
 * One round as a Spark job: how the state gets to the workers, what their tasks do, how the results
 * come back and are reduced. Depends on replicas and strategies; the training's loop runs it.
 */
package org.convoy.train.round;
