package org.convoy.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A network of the benchmark and the shape of its images; every network has ten classes. */
public enum BenchmarkCase {
  /** LeNet-5 with ReLU and max pooling: 61,706 parameters. */
  LENET5(1, 28, 28),
  /** The CIFAR-10 ResNet-20 with option A shortcuts: 269,722 parameters. */
  RESNET20(3, 32, 32),
  /** torchvision's vgg11_bn features followed by one linear layer: 9,231,114 parameters. */
  VGG11_BN(3, 32, 32),
  /** torchvision's ResNet-18: 11,181,642 parameters. */
  RESNET18(3, 64, 64);

  /** Number of classes of every case. */
  public static final int CLASSES = 10;

  private final int channels;
  private final int height;
  private final int width;

  BenchmarkCase(int channels, int height, int width) {
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  /**
   * Finds a case by its name on the command line, such as {@code resnet20}.
   *
   * @throws IllegalArgumentException if there is no such case
   */
  public static BenchmarkCase of(String name) {
    return Arrays.stream(values())
        .filter(candidate -> candidate.caseName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(name)));
  }

  private static String unknown(String name) {
    String known =
        Arrays.stream(values()).map(BenchmarkCase::caseName).collect(Collectors.joining(", "));
    return "Unknown case '" + name + "'. Choose one of: " + known;
  }

  /** Returns the name on the command line and in the results. */
  public String caseName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public int channels() {
    return channels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** Returns the number of values of one image. */
  public int imageSize() {
    return channels * height * width;
  }
}
