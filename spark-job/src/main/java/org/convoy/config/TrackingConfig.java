package org.convoy.config;

import org.convoy.config.binding.Key;

/** What a training leaves for those who watch it, besides the metrics in its run folder. */
public record TrackingConfig(
    @Key(
            changeable = true,
            defaultValue = "true",
            description =
                "Whether the metrics of rounds and epochs are also written as TensorBoard's event"
                    + " files, into the folder tensorboard of the run folder")
        boolean tensorboard,
    @Key(
            changeable = true,
            defaultValue = "full",
            description =
                "What the end of a training writes into the run folder as report.html: full: the page"
                    + " of `convoy report`, for which the validation data are read once more; brief:"
                    + " what needs no data; none: nothing")
        Report report) {
  /** How much is reported at the end. */
  public enum Report {
    FULL,
    BRIEF,
    NONE
  }
}
