package org.convoy.config;

import java.util.Optional;

/** How rounds grow as the learning rate falls. */
public record QuadraticConfig(
    @Key(
            above = 0,
            unset = "rounds do not follow the learning rate",
            description =
                "A round has the larger of sync.every and (this / learning rate)² steps, rounded"
                    + " down; in the warm-up, the learning rate is that of its end")
        Optional<Double> coefficient) {}
