package org.convoy.state;

/**
 * What one epoch gave.
 *
 * @param epoch from 0
 * @param learningRate of the epoch's last step
 * @param trainLoss mean over the epoch's samples, each at the time it was trained on
 * @param trainAccuracy likewise, 0 … 1
 * @param validationLoss mean over the validation samples after the epoch
 * @param validationAccuracy likewise, 0 … 1
 * @param imagesPerSecond training throughput, validation and checkpoints not counted
 * @param seconds wall time of the epoch's training rounds
 * @param dataSeconds what the workers waited for batches, summed over them
 * @param trainSeconds what the workers computed, summed over them
 * @param validationTopFiveAccuracy share of validation samples whose class is among the five on
 *     top; null, as the next two, of an epoch that a version before them ended
 * @param validationMacroF1 mean over the classes of F1, the harmonic mean of precision and recall
 * @param validationCalibrationError the expected calibration error of 15 bins, 0 … 1
 * @param badImages training and validation images that cannot be decoded; null where there is none
 */
public record EpochMetrics(
    int epoch,
    double learningRate,
    double trainLoss,
    double trainAccuracy,
    double validationLoss,
    double validationAccuracy,
    double imagesPerSecond,
    double seconds,
    double dataSeconds,
    double trainSeconds,
    Double validationTopFiveAccuracy,
    Double validationMacroF1,
    Double validationCalibrationError,
    BadImages badImages) {}
