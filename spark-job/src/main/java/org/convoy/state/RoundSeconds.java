package org.convoy.state;

/**
 * Where the time of one round went, on the driver's clock; the parts make up the whole.
 *
 * @param wall from the round's start to the end of its synchronisation
 * @param data of the executor that was busy longest, the part in which its workers waited for
 *     batches
 * @param compute of the same executor, forward, backward and update
 * @param synchronisation the rest: sending the state, starting tasks, averaging, and waiting for
 *     the slowest worker
 * @param checkpoint in which the round waited for a checkpoint to be written
 */
public record RoundSeconds(
    double wall, double data, double compute, double synchronisation, double checkpoint) {}
