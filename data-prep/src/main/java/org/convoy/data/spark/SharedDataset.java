package org.convoy.data.spark;

import java.io.Serializable;
import org.convoy.data.ImageDataset;

/**
 * A data set as the value of a broadcast: the list of an archive's files is too long to travel with
 * every task.
 */
record SharedDataset(ImageDataset dataset) implements Serializable {}
