package org.convoy.train.sync;

import org.convoy.state.Tally;

/**
 * What one worker did in one round.
 *
 * @param worker the logical worker, 0 … N-1
 * @param tally the samples it trained on; none when its slice of the round was empty
 * @param seconds where its time went
 */
public record WorkerReport(int worker, Tally tally, WorkerSeconds seconds) {}
