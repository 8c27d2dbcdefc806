package org.convoy.cli.start;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.ConfigUtil;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.convoy.cli.console.TerminalText;
import org.convoy.data.LabelMapping;
import org.convoy.data.prepare.SizeHistogram;
import org.convoy.data.prepare.Statistics;
import org.convoy.data.source.DatasetSource;

/**
 * A config to begin with, for data that were looked at. What it chooses is chosen by rules that
 * stand in it as comments.
 *
 * @param source where the data are
 * @param classes their names
 * @param measured the training images
 * @param validation what each epoch is measured on, as the data call it; empty: a part of the
 *     training images
 * @param size height and width of what the network is given; empty: as the images are
 * @param workers as many as there are task slots
 * @param batchSize images of one step, on every worker
 */
public record StarterConfig(
    DatasetSource source,
    List<String> classes,
    Statistics measured,
    Optional<String> validation,
    OptionalInt size,
    int workers,
    int batchSize) {
  /** Sides that the networks are made for. */
  public static final int SMALLEST_SIDE = 28;

  public static final int LARGEST_SIDE = 1024;

  private static final int LEAST_STEPS = 10;
  private static final int SMALLEST_BATCH = 8;
  private static final int EPOCHS = 30;

  /** Whole images of up to this side go through the networks for small images. */
  private static final int SMALL_TO = 40;

  private static final int LARGE_FROM = 64;
  private static final int LARGEST_FOR_LENET = 32;

  /** Of a class, below which a tenth of the images says too little. */
  private static final int FEW_ASIDE = 10;

  public StarterConfig {
    requireNonNull(source, "source is null");
    classes = List.copyOf(classes);
    requireNonNull(measured, "measured is null");
    requireNonNull(validation, "validation is null");
    requireNonNull(size, "size is null");
  }

  /**
   * For these data.
   *
   * @param slots of Spark
   */
  public static StarterConfig of(
      DatasetSource source,
      List<String> classes,
      Statistics measured,
      Optional<String> validation,
      OptionalInt size,
      int slots) {
    long images = measured.samples();
    int workers = (int) Math.max(1, Math.min(slots, images / (LEAST_STEPS * SMALLEST_BATCH)));
    int batch = Recipe.of(measured, size).isPhotograph() ? 32 : 64;
    while (batch > SMALLEST_BATCH && images < (long) LEAST_STEPS * workers * batch) {
      batch /= 2;
    }

    return new StarterConfig(source, classes, measured, validation, size, workers, batch);
  }

  /** The same with half as many images in a step. */
  public StarterConfig withSmallerBatch() {
    return new StarterConfig(source, classes, measured, validation, size, workers, batchSize / 2);
  }

  public String network() {
    return Recipe.of(measured, size).network();
  }

  /** A network, and the images that it is given. */
  private record Recipe(String network, int side, boolean isOneSize) {
    static Recipe of(Statistics measured, OptionalInt wanted) {
      SizeHistogram sizes = measured.sizes();
      int side = sizes.minHeight();
      boolean isOneSize =
          side == sizes.maxHeight() && side == sizes.minWidth() && side == sizes.maxWidth();
      if (isOneSize && side >= SMALLEST_SIDE && side <= SMALL_TO && wanted.orElse(side) == side) {
        boolean isLeNet = isGray(measured) && side <= LARGEST_FOR_LENET;
        return new Recipe(isLeNet ? "lenet5" : "resnet20", side, true);
      }

      int taken = wanted.orElseGet(() -> usualSize(usualSide(sizes.shorterSide())));
      return new Recipe(taken < LARGE_FROM ? "resnet20" : "resnet18", taken, false);
    }

    private static int usualSize(int side) {
      return side < LARGE_FROM ? 32 : side < 2 * LARGE_FROM ? 64 : 224;
    }

    /** The power of two below the median of the shorter sides. */
    private static int usualSide(Map<Integer, Long> counts) {
      long images = counts.values().stream().mapToLong(Long::longValue).sum();
      long below = 0;
      for (Map.Entry<Integer, Long> count : counts.entrySet()) {
        below += count.getValue();
        if (2 * below >= images) {
          return count.getKey();
        }
      }

      return 0;
    }

    boolean isPhotograph() {
      return network.equals("resnet18");
    }

    String train() {
      if (isPhotograph()) {
        return "[{randomResizedCrop {size = %d}}, randomHorizontalFlip]".formatted(side);
      }

      String resized = isOneSize ? "" : "{resize {size = [%1$d, %1$d]}}, ".formatted(side);
      return "[%s{randomCrop {size = %d, padding = 4}}, randomHorizontalFlip]"
          .formatted(resized, side);
    }

    String validation() {
      String resized =
          isPhotograph()
              ? "{resize {size = %d}}, ".formatted(side * 8 / 7)
              : isOneSize ? "" : "{resize {size = [%1$d, %1$d]}}, ".formatted(side);
      return "[%s{centerCrop {size = %d}}]".formatted(resized, side);
    }
  }

  private static boolean isGray(Statistics measured) {
    return measured.sums().mean().size() == 1;
  }

  /** The config in HOCON. */
  public String text() {
    Recipe recipe = Recipe.of(measured, size);
    return String.join(
        "\n",
        "# Written by convoy init, which looked at",
        "#   " + described(),
        "#   " + sizes(),
        "# Every key: docs/config-reference.md. convoy check says whether it fits this machine.",
        "",
        "seed = 42",
        "# More epochs give a better network up to a point; report.html shows where it is.",
        "epochs = " + EPOCHS,
        "# As many as Spark had task slots%s."
            .formatted(measured.samples() < 1000 ? ", or fewer for few images" : ""),
        "workers = " + workers,
        "# Of a step on every worker; with less memory, halve it (and the learning rate).",
        "batchSize = " + batchSize,
        bad(),
        "data {",
        "  kind = " + source.kind().specName(),
        "  path = " + ConfigUtil.quoteString(source.path()),
        classNames(),
        split(),
        "  color = " + (isGray(measured) ? "gray" : "rgb"),
        "  transforms {",
        "    # Without randomHorizontalFlip where left and right differ, as in digits and letters.",
        "    train = " + recipe.train(),
        "    validation = " + recipe.validation(),
        "  }",
        normalization(),
        "}",
        "",
        model(recipe),
        "",
        optimizer(recipe),
        "");
  }

  private String described() {
    return String.format(
        Locale.ROOT,
        "%,d training images of %d classes, %s of each: %s",
        measured.samples(),
        classes.size(),
        range(Collections.min(measured.classCounts()), Collections.max(measured.classCounts())),
        TerminalText.line(LabelMapping.shown(classes)));
  }

  private String sizes() {
    SizeHistogram sizes = measured.sizes();
    return "%s of %s x %s pixels (height x width)"
        .formatted(
            isGray(measured) ? "gray" : "in color",
            range(sizes.minHeight(), sizes.maxHeight()),
            range(sizes.minWidth(), sizes.maxWidth()));
  }

  private static String range(long from, long to) {
    return from == to
        ? String.format(Locale.ROOT, "%,d", from)
        : String.format(Locale.ROOT, "%,d to %,d", from, to);
  }

  private String bad() {
    int bad = measured.rejected().size();
    return bad == 0
        ? ""
        : "\n# %d cannot be decoded (convoy stats lists them); without this line, training refuses them.\n"
                .formatted(bad)
            + "data.maxBad = %d\n".formatted(bad);
  }

  private String classNames() {
    boolean areNumbers = LabelMapping.likely(classes) == LabelMapping.Names.NUMBERS;
    return areNumbers
        ? "  # The data have no names of classes; in the order of their labels: classes = [cat, dog]"
        : "  # The names of the classes are those of the data.";
  }

  private String split() {
    return validation
        .map(
            name ->
                "  # Each epoch is measured on the images of %s. To measure on a part of the training\n"
                        .formatted(TerminalText.line(name))
                    + "  # images: validationFraction = 0.1")
        .orElseGet(
            () ->
                "  # The data have no validation images: this part of each class is set aside.\n"
                    + "  validationFraction = "
                    + fraction());
  }

  private String fraction() {
    return measured.samples() < 10L * FEW_ASIDE * classes.size() ? "0.2" : "0.1";
  }

  private String normalization() {
    List<Double> std = measured.sums().standardDeviation();
    return std.stream().allMatch(value -> rounded(value).signum() > 0)
        ? "  # Of the training images, as convoy stats computes them.\n  normalize { mean = %s, std = %s }"
            .formatted(list(measured.sums().mean()), list(std))
        : "  # Not normalized: all pixels are the same.";
  }

  private static String list(List<Double> values) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, "%.4f", value))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static BigDecimal rounded(double value) {
    return new BigDecimal(String.format(Locale.ROOT, "%.4f", value));
  }

  private static String model(Recipe recipe) {
    String why =
        recipe.isPhotograph()
            ? "# For photographs, at %d x %1$d pixels. With weights of ImageNet it needs fewer images and\n# epochs: docs/fine-tuning.md."
                .formatted(recipe.side())
            : "# For small images, here of %d x %1$d pixels.".formatted(recipe.side());
    return why + "\nmodel { name = %s }".formatted(recipe.network());
  }

  private String optimizer(Recipe recipe) {
    return recipe.isPhotograph()
        ? String.join(
            "\n",
            "# 0.1 for 256 images a step and in proportion (Goyal et al. 2017); a step has",
            "# workers x batchSize = %d.".formatted(workers * batchSize),
            sgd(0.1 * workers * batchSize / 256),
            "schedule { name = cosine, warmupEpochs = 2 }",
            "",
            "# The mean of the workers' gradients in each step. Where the network between executors is slow:",
            "# { strategy = average, every = 10 }, with a learning rate for batchSize images.",
            "sync { strategy = gradient }")
        : String.join(
            "\n",
            "# 0.1 for 128 images (He et al. 2015) and in proportion; each worker steps by itself, with",
            "# batchSize = %d.".formatted(batchSize),
            sgd(0.1 * batchSize / 128),
            "schedule { name = cosine, warmupEpochs = 1 }",
            "",
            "# Ten steps of each worker, then the mean of their parameters.",
            "sync { strategy = average, every = 10 }");
  }

  private static String sgd(double learningRate) {
    return "optimizer { name = sgd, learningRate = %s, momentum = 0.9, nesterov = true, weightDecay = 5e-4 }"
        .formatted(
            new BigDecimal(learningRate, new MathContext(3)).stripTrailingZeros().toPlainString());
  }
}
