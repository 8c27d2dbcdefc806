package org.convoy.train.config;

import java.io.Serializable;

/** The network that is trained. */
public record ModelConfig(
    @Key(defaultValue = "lenet5", description = "Name of the architecture in the model zoo")
        String name,
    @Key(
            defaultValue = "10",
            min = 2,
            description = "Number of classes, the outputs of the network")
        int numClasses)
    implements Serializable {}
