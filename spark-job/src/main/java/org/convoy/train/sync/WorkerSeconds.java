package org.convoy.train.sync;

/**
 * What a worker's time went into, in seconds.
 *
 * @param data waiting for batches
 * @param train forward, backward and update
 */
public record WorkerSeconds(double data, double train) {}
