package org.convoy.data.split;

import org.convoy.data.ImageDataset;

/**
 * The two parts of a data set.
 *
 * @param train what is trained on
 * @param validation what was set aside
 */
public record SplitDataset(ImageDataset train, ImageDataset validation) {}
