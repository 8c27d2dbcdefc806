package org.convoy.bench.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.convoy.data.ImageShape;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.feed.SampleLoader;
import org.convoy.data.feed.SampleLoader.Scaling;
import org.convoy.data.transform.ToTensorNormalize;
import org.convoy.data.transform.Transform;
import org.convoy.data.transform.TransformPipeline;
import org.convoy.data.transform.TransformStages;
import org.convoy.data.transform.catalog.TransformCatalog;

/** What is loaded and how, as scripts/bench.d/data/torchvision_contestant.py has it. */
enum DataCase {
  JPEG_RRC224("jpeg", sized("randomResizedCrop", 224), flip()),
  JPEG_RESIZE256_CROP224("jpeg", sized("resize", 256), sized("randomCrop", 224), flip()),
  SHARDS_RRC224("shards", sized("randomResizedCrop", 224), flip()),
  CIFAR_CROP_FLIP("tiny", paddedCrop(), flip());

  private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> STD = List.of(0.229, 0.224, 0.225);
  private static final long SEED = 1;

  private final String folder;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Transform> transforms;

  DataCase(String folder, Transform... transforms) {
    this.folder = folder;
    this.transforms = List.of(transforms);
  }

  private static Transform sized(String name, int size) {
    return TransformCatalog.create(name, Map.of("size", size));
  }

  private static Transform paddedCrop() {
    return TransformCatalog.create("randomCrop", Map.of("size", 32, "padding", 4));
  }

  private static Transform flip() {
    return TransformCatalog.create("randomHorizontalFlip", Map.of());
  }

  static DataCase of(String name) {
    return Arrays.stream(values())
        .filter(one -> one.label().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown case " + name));
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Where its images are, below the folder of all. */
  String folder() {
    return folder;
  }

  /** Whether images are decoded before the clock starts, as torchvision's are. */
  boolean isDecoded() {
    return this == CIFAR_CROP_FLIP || this == SHARDS_RRC224;
  }

  SampleLoader loader() {
    return new SampleLoader(ColorMode.RGB, Scaling.DECODE_SMALLER, pipeline(), SEED);
  }

  /** Of the images in a batch. */
  ImageShape shape() {
    return pipeline().outputShape(Optional.empty()).orElseThrow();
  }

  private TransformPipeline pipeline() {
    return TransformStages.of(transforms).pipeline(ToTensorNormalize.of(MEAN, STD));
  }
}
