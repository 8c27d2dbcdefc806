package org.convoy.strategy;

import org.convoy.state.Tally;

/**
 * What one worker did in one round.
 *
 * @param worker the logical worker, 0 … N-1
 * @param tally the samples it trained on; none when its slice of the round was empty
 * @param gradientNorm mean over its steps of the Euclidean norm of all gradients, before penalties
 *     and clipping; NaN when it made no step
 * @param time where its time went
 */
public record WorkerReport(int worker, Tally tally, double gradientNorm, WorkerTime time) {}
