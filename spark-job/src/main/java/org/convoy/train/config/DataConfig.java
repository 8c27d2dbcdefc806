package org.convoy.train.config;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource.Cifar100Labels;

/** Where the samples come from and how they are fed. */
public record DataConfig(
    @Key(
            description =
                "Format of the data set; idx is MNIST's, folder holds class folders of images, in a"
                    + " folder or a .tar; unset: found out")
        Optional<DatasetKind> kind,
    @Key(
            changeable = true,
            required = true,
            description =
                "Folder or archive of the data set, on any Hadoop file system; training and test data")
        String path,
    @Key(
            defaultValue = "[]",
            description =
                "Names of the classes, in the order of their labels; empty: the data's own, or"
                    + " numbers")
        List<String> classes,
    @Key(defaultValue = "fine", description = "Which labels of CIFAR-100 are used")
        Cifar100Labels cifar100Labels,
    @Key(
            above = 0,
            below = 1,
            description =
                "Share of the training images of each class that is set aside, by seed, as test"
                    + " data; unset: the data's own test split")
        Optional<Double> validationFraction,
    @Key(
            defaultValue = "auto",
            description =
                "What images are given to the transforms as; auto: rgb, or gray when all are gray")
        Color color,
    @Key(
            changeable = true,
            defaultValue = "8",
            min = 1,
            description = "Partitions in which Spark keeps the samples; never changes the result")
        int partitions,
    @Key(
            defaultValue = "false",
            description =
                "Whether to leave out the last samples of an epoch that fill no whole step")
        boolean dropLast,
    @Key(
            defaultValue = "true",
            description =
                "Whether a JPEG that the first transform shrinks anyway is decoded at 1/2, 1/4 or"
                    + " 1/8 of its size: faster, slightly different pixels")
        boolean scaledDecoding,
    @Key(description = "Transforms of the images, with torchvision's semantics")
        TransformsConfig transforms,
    @Key(description = "Normalization of the pixels, after their scaling to 0…1")
        NormalizeConfig normalize)
    implements Serializable {

  public DataConfig {
    classes = List.copyOf(classes);
  }

  /** What the channels of the images mean. */
  public enum Color {
    AUTO,
    GRAY,
    RGB
  }
}
