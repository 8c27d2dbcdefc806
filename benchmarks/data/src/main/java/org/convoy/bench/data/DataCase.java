package org.convoy.bench.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convoy.data.ImageShape;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.feed.SampleLoader;
import org.convoy.data.feed.SampleLoader.Scaling;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.ToTensorNormalize;
import org.convoy.data.transform.TransformCatalog;
import org.convoy.data.transform.TransformPipeline;

/** What is loaded and how, as scripts/bench.d/data/torchvision_contestant.py has it. */
enum DataCase {
  JPEG_RRC224("jpeg", crop("randomResizedCrop", 224), flip()),
  JPEG_RESIZE256_CROP224("jpeg", crop("resize", 256), crop("randomCrop", 224), flip()),
  SHARDS_RRC224("shards", crop("randomResizedCrop", 224), flip()),
  CIFAR_CROP_FLIP("tiny", paddedCrop(), flip());

  private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> STD = List.of(0.229, 0.224, 0.225);
  private static final long SEED = 1;

  private final String folder;
  private final List<ImageTransform> transforms;

  DataCase(String folder, ImageTransform... transforms) {
    this.folder = folder;
    this.transforms = List.of(transforms);
  }

  static DataCase of(String name) {
    return Arrays.stream(values())
        .filter(one -> one.label().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown case " + name));
  }

  private String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  String folder() {
    return folder;
  }

  SampleLoader loader() {
    return new SampleLoader(ColorMode.RGB, Scaling.DECODE_SMALLER, pipeline(), SEED);
  }

  /** Of the images in a batch. */
  ImageShape shape() {
    return pipeline().outputShape(Optional.empty()).orElseThrow();
  }

  private TransformPipeline pipeline() {
    return new TransformPipeline(transforms, ToTensorNormalize.of(MEAN, STD), List.of());
  }
}
