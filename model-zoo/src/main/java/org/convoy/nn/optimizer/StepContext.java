package org.convoy.nn.optimizer;

/**
 * What a step depends on besides the state and the batch.
 *
 * @param step counts from 0 over the whole training
 * @param learningRate of this step
 * @param seed of this step's random draws (dropout)
 */
public record StepContext(long step, double learningRate, long seed) {}
