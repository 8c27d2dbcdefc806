package org.convoy.data.split;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.convoy.data.ImageDataset;

/**
 * The parts of a data set, all with the same classes.
 *
 * @param train what is trained on
 * @param validation what a training is measured on while it goes on
 * @param test what a finished training is measured on besides, if there is such a part
 * @param validationName what the validation part is called in the data
 * @param remarks what a user should know of the data, such as what is not used
 */
public record SplitDataset(
    ImageDataset train,
    ImageDataset validation,
    Optional<ImageDataset> test,
    String validationName,
    List<String> remarks) {
  public SplitDataset {
    requireNonNull(train, "train is null");
    requireNonNull(validation, "validation is null");
    requireNonNull(test, "test is null");
    requireNonNull(validationName, "validationName is null");
    remarks = List.copyOf(remarks);
  }

  /**
   * Two parts.
   *
   * @param validation what was set aside
   */
  public SplitDataset(ImageDataset train, ImageDataset validation) {
    this(train, validation, Optional.empty(), "validation", List.of());
  }

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
}
