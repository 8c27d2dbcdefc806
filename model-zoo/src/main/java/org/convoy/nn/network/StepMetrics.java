package org.convoy.nn.network;

/**
 * What a batch gave.
 *
 * @param examples size of the batch
 * @param lossSum sum over the examples of the loss: mean times examples
 * @param correct examples whose largest logit is at their label
 */
public record StepMetrics(int examples, double lossSum, int correct) {}
