package org.convoy.strategy;

import org.convoy.state.Tally;

/**
 * What one worker did in one round.
 *
 * @param worker the logical worker, 0 … N-1
 * @param tally the samples it trained on; none when its slice of the round was empty
 * @param dataSeconds what it waited for batches
 * @param trainSeconds what forward, backward and update took
 */
public record WorkerReport(int worker, Tally tally, double dataSeconds, double trainSeconds) {}
