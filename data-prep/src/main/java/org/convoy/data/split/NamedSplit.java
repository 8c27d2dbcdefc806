package org.convoy.data.split;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.data.ImageDataset;

/**
 * One part of a data set, or all of one that is undivided.
 *
 * @param name what it is called in the data, or "all images"
 * @param dataset its images
 * @param remarks what a user should know of it, such as what is not used
 */
public record NamedSplit(String name, ImageDataset dataset, List<String> remarks) {
  public NamedSplit {
    requireNonNull(name, "name is null");
    requireNonNull(dataset, "dataset is null");
    remarks = List.copyOf(remarks);
  }
}
