package org.convoy.state;

/** A number that an epoch can be judged by. */
public enum Metric {
  TRAIN_LOSS(Objective.Mode.MIN),
  TRAIN_ACCURACY(Objective.Mode.MAX),
  VALIDATION_LOSS(Objective.Mode.MIN),
  VALIDATION_ACCURACY(Objective.Mode.MAX);

  private final Objective.Mode mode;

  Metric(Objective.Mode mode) {
    this.mode = mode;
  }

  /** Its value in an epoch. */
  public double of(EpochMetrics epoch) {
    return switch (this) {
      case TRAIN_LOSS -> epoch.trainLoss();
      case TRAIN_ACCURACY -> epoch.trainAccuracy();
      case VALIDATION_LOSS -> epoch.validationLoss();
      case VALIDATION_ACCURACY -> epoch.validationAccuracy();
    };
  }

  /** Which of its values are the good ones. */
  Objective.Mode mode() {
    return mode;
  }
}
