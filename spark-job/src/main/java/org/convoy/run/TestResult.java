package org.convoy.run;

/**
 * What a finished training gave on a test split that had no part in it.
 *
 * @param samples of the test split
 * @param accuracy of the final model, 0 … 1
 * @param loss of the final model, mean a sample
 * @param bestEpoch after which the validation was best, from 1; 0 where no checkpoint of it is kept
 * @param bestAccuracy of the model after that epoch
 * @param bestLoss likewise
 */
public record TestResult(
    long samples,
    double accuracy,
    double loss,
    int bestEpoch,
    double bestAccuracy,
    double bestLoss) {}
