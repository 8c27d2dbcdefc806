package org.convoy.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A network of the benchmark and the shape of its images; every network has ten classes. */
public enum BenchmarkCase {
  /** LeNet-5 with ReLU and max pooling. */
  LENET5(1, 28, 28, 61_706),
  /** The CIFAR-10 ResNet-20 with option A shortcuts. */
  RESNET20(3, 32, 32, 269_722),
  /** torchvision's vgg11_bn features followed by one linear layer. */
  VGG11_BN(3, 32, 32, 9_231_114),
  /** torchvision's ResNet-18. */
  RESNET18(3, 64, 64, 11_181_642),
  /** torchvision's ResNet-50. */
  RESNET50(3, 224, 224, 23_528_522),
  /** torchvision's MobileNetV2. */
  MOBILENET_V2(3, 224, 224, 2_236_682),
  /** torchvision's MobileNetV3, large. */
  MOBILENET_V3_LARGE(3, 224, 224, 4_214_842),
  /** torchvision's EfficientNet-B0. */
  EFFICIENTNET_B0(3, 224, 224, 4_020_358),
  /** torchvision's DenseNet-121. */
  DENSENET121(3, 224, 224, 6_964_106),
  /** torchvision's ConvNeXt, tiny. */
  CONVNEXT_TINY(3, 224, 224, 27_827_818);

  /** Number of classes of every case. */
  public static final int CLASSES = 10;

  private final int channels;
  private final int height;
  private final int width;
  private final long parameterCount;

  BenchmarkCase(int channels, int height, int width, long parameterCount) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.parameterCount = parameterCount;
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

  /** Returns the number of trained parameters, without running statistics. */
  public long parameterCount() {
    return parameterCount;
  }
}
