/**
 * What a training is made of between two rounds: the model's flat vectors, the place in the epoch
 * and the metrics so far, as immutable values. Depends on nothing else of Convoy; the driver, the
 * run folder and the synchronisation strategies depend on it.
 */
package org.convoy.state;
