package org.convoy.data.sampler;

/**
 * Where a sample is used within an epoch.
 *
 * @param round 0…rounds-1
 * @param worker 0…workers-1
 * @param offset index among the samples of this worker in this round, in the order of training
 */
public record Slot(int round, int worker, int offset) {}
