package org.convoy.train.config;

/** When checkpoints are written and how many stay. */
public record CheckpointConfig(
    @Key(
            defaultValue = "0",
            min = 0,
            description =
                "Rounds between checkpoints within an epoch; 0: only at the end of epochs")
        int everyRounds,
    @Key(defaultValue = "3", min = 1, description = "How many of the newest checkpoints are kept")
        int keepLast) {}
