package org.convoy.train.config;

/** How the test data are evaluated after each epoch. */
public record ValidationConfig(
    @Key(
            changeable = true,
            defaultValue = "256",
            min = 1,
            description = "Samples evaluated at a time; a matter of speed")
        int batchSize) {}
