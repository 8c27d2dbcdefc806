package org.convoy.train.sync;

import org.convoy.train.state.ModelState;
import org.convoy.train.state.Tally;

/**
 * What one worker brings back from one round.
 *
 * @param worker the logical worker, 0 … N-1
 * @param model its replica's state after the round's steps
 * @param tally the samples it trained on; none when its slice of the round was empty
 * @param seconds where its time went
 */
public record ReplicaResult(int worker, ModelState model, Tally tally, WorkerSeconds seconds) {}
