package org.convoy.config;

import java.util.Optional;

/** How the test data are evaluated after each epoch. */
public record ValidationConfig(
    @Key(
            changeable = true,
            min = 1,
            unset =
                "the largest power of two up to 256 that takes no more memory than a training step",
            description = "Samples evaluated at a time; a matter of speed and memory")
        Optional<Integer> batchSize) {}
