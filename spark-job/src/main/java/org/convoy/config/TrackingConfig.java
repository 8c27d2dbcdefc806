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
        boolean tensorboard) {}
