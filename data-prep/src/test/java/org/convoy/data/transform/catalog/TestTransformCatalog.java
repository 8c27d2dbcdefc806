package org.convoy.data.transform.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.convoy.data.transform.BatchTransform;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.TensorTransform;
import org.convoy.data.transform.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestTransformCatalog {
  private static final Map<String, ?> NOTHING = Map.of();

  @Test
  void namesAreInTheOrderOfTheirThemes() {
    assertThat(TransformCatalog.names())
        .containsExactly(
            "resize",
            "centerCrop",
            "randomCrop",
            "randomResizedCrop",
            "randomHorizontalFlip",
            "randomVerticalFlip",
            "randomRotation",
            "pad",
            "colorJitter",
            "grayscale",
            "randomGrayscale",
            "randAugment",
            "trivialAugmentWide",
            "randomErasing",
            "mixup",
            "cutMix",
            "randomChoice");
  }

  @Test
  void defaultsAreTorchvisions() {
    assertThat(create("resize", Map.of("size", 256)))
        .hasToString("Resize(size=256, interpolation=bilinear)");
    assertThat(create("randomCrop", Map.of("size", 32))).hasToString("RandomCrop(size=(32, 32))");
    assertThat(create("randomResizedCrop", Map.of("size", 224)))
        .hasToString(
            "RandomResizedCrop(size=(224, 224), scale=(0.08, 1.0), ratio=(0.75, 1.3333),"
                + " interpolation=bilinear)");
    assertThat(create("randomHorizontalFlip", NOTHING)).hasToString("RandomHorizontalFlip(p=0.5)");
    assertThat(create("randomVerticalFlip", NOTHING)).hasToString("RandomVerticalFlip(p=0.5)");
    assertThat(create("randomRotation", Map.of("degrees", 10)))
        .hasToString(
            "RandomRotation(degrees=(-10.0, 10.0), interpolation=nearest, expand=False, fill=0)");
    assertThat(create("colorJitter", NOTHING))
        .hasToString("ColorJitter(brightness=None, contrast=None, saturation=None, hue=None)");
    assertThat(create("grayscale", NOTHING)).hasToString("Grayscale(num_output_channels=1)");
    assertThat(create("randomGrayscale", NOTHING)).hasToString("RandomGrayscale(p=0.1)");
    assertThat(create("randAugment", NOTHING))
        .hasToString(
            "RandAugment(num_ops=2, magnitude=9, num_magnitude_bins=31, interpolation=nearest,"
                + " fill=0)");
    assertThat(create("randomErasing", NOTHING))
        .hasToString("RandomErasing(p=0.5, scale=(0.02, 0.33), ratio=(0.3, 3.3), value=0.0)");
    assertThat(create("mixup", Map.of("alpha", 0.2))).hasToString("Mixup(alpha=0.2, p=1.0)");
    assertThat(create("cutMix", NOTHING)).hasToString("CutMix(alpha=1.0, p=1.0)");
    assertThat(create("randomChoice", Map.of("transforms", List.of("mixup", "cutMix"))))
        .hasToString("RandomChoice[Mixup(alpha=1.0, p=1.0), CutMix(alpha=1.0, p=1.0)]");
  }

  private static Transform create(String name, Map<String, ?> arguments) {
    return TransformCatalog.create(name, arguments);
  }

  @Test
  void argumentsReachTheTransforms() {
    assertThat(create("resize", Map.of("size", 256, "maxSize", 300L, "interpolation", "bicubic")))
        .hasToString("Resize(size=256, max_size=300, interpolation=bicubic)");
    assertThat(create("resize", Map.of("size", List.of(3, 4))))
        .hasToString("Resize(size=(3, 4), interpolation=bilinear)");
    assertThat(
            create(
                "randomCrop",
                Map.of(
                    "size",
                    List.of(32, 24),
                    "padding",
                    List.of(1, 2, 3, 4),
                    "padIfNeeded",
                    true,
                    "fill",
                    List.of(1, 2, 3),
                    "paddingMode",
                    "reflect")))
        .hasToString(
            "RandomCrop(size=(32, 24), padding=[1, 2, 3, 4], pad_if_needed=True, fill=[1, 2, 3],"
                + " padding_mode=reflect)");
    assertThat(create("pad", Map.of("padding", List.of(1, 2.0))))
        .hasToString("Pad(padding=[1, 2], fill=0, padding_mode=constant)");
    assertThat(
            create(
                "randomRotation",
                Map.of(
                    "degrees",
                    List.of(5, 10),
                    "expand",
                    true,
                    "center",
                    List.of(1, 2),
                    "interpolation",
                    "bilinear")))
        .hasToString(
            "RandomRotation(degrees=(5.0, 10.0), interpolation=bilinear, expand=True,"
                + " center=(1.0, 2.0), fill=0)");
    assertThat(
            create(
                "colorJitter",
                Map.of("brightness", 0.4, "contrast", 2, "saturation", List.of(1, 2), "hue", 0.1)))
        .hasToString(
            "ColorJitter(brightness=(0.6, 1.4), contrast=(0.0, 3.0), saturation=(1.0, 2.0),"
                + " hue=(-0.1, 0.1))");
    assertThat(create("randomErasing", Map.of("value", "random", "p", 1)))
        .hasToString("RandomErasing(p=1.0, scale=(0.02, 0.33), ratio=(0.3, 3.3), value=random)");
  }

  @Test
  void kindsAreToldApart() {
    assertThat(create("grayscale", NOTHING)).isInstanceOf(ImageTransform.class);
    assertThat(create("randomErasing", NOTHING)).isInstanceOf(TensorTransform.class);
    assertThat(create("mixup", NOTHING)).isInstanceOf(BatchTransform.class);
  }

  @Test
  void unknownNamesGetAHint() {
    assertRefused(
        "ranodmCrop", NOTHING, "unknown transform \"ranodmCrop\"; did you mean randomCrop?");
    assertRefused("mixUp", NOTHING, "unknown transform \"mixUp\"; did you mean mixup?");
    assertRefused(
        "centerCrop",
        Map.of("sise", 3),
        "centerCrop: unknown argument \"sise\"; did you mean size?");
    assertRefused(
        "mixup", Map.of("strength", 3), "mixup: unknown argument \"strength\"; it takes alpha, p");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create("blur", NOTHING))
        .withMessageStartingWith("unknown transform \"blur\"; known are resize, centerCrop,");
  }

  @Test
  void choicesAreReadAsListsOfTransformsAre() {
    Map<String, Object> mixup = Map.of("mixup", Map.of("alpha", 0.2));
    assertThat(
            create(
                "randomChoice", Map.of("transforms", List.of(mixup, "cutMix"), "p", List.of(3, 1))))
        .hasToString(
            "RandomChoice[Mixup(alpha=0.2, p=1.0), CutMix(alpha=1.0, p=1.0)](p=[3.0, 1.0])");
    assertRefused(
        "randomChoice",
        Map.of("transforms", List.of("resize")),
        "randomChoice: transforms element 1, \"resize\", unknown transform of batches \"resize\";"
            + " known are mixup, cutMix, got [\"resize\"]");
    assertRefused(
        "randomChoice",
        Map.of("transforms", List.of(Map.of("mixup", Map.of("alpha", 0)))),
        "randomChoice: transforms element 1, {\"mixup\":{\"alpha\":0}}, mixup: alpha must be above"
            + " 0, got 0, got [{\"mixup\":{\"alpha\":0}}]");
    assertRefused(
        "randomChoice",
        Map.of("transforms", List.of("mixup"), "p", List.of(1, 2)),
        "randomChoice: p must have one number for each of the 1 transforms, got [1.0, 2.0]");
    assertRefused(
        "randomChoice",
        Map.of("transforms", List.of("mixup"), "p", List.of(0)),
        "randomChoice: p must be numbers of at least 0, not all of them 0, got [0.0]");
  }

  private static void assertRefused(String name, Map<String, ?> arguments, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(name, arguments))
        .withMessage(message);
  }

  @Test
  void wrongValuesAreExplained() {
    assertRefused(
        "centerCrop",
        NOTHING,
        "centerCrop: needs the argument \"size\", an integer, at least 1, or a list [height, width]"
            + " of integers");
    assertRefused(
        "randomCrop",
        Map.of("size", 3, "padIfNeeded", "yes"),
        "randomCrop: padIfNeeded must be true or false, got \"yes\"");
    assertRefused(
        "randomCrop",
        Map.of("size", 3, "padding", List.of(1, 2, 3)),
        "randomCrop: padding must be an integer, or a list [left and right, top and bottom] or"
            + " [left, top, right, bottom] of integers, got [1,2,3]");
    assertRefused(
        "pad",
        Map.of("padding", 1.5),
        "pad: padding must be an integer, or a list [left and right, top and bottom] or [left, top,"
            + " right, bottom] of integers, got 1.5");
    assertRefused(
        "pad",
        Map.of("padding", 1, "paddingMode", "mirror"),
        "pad: paddingMode must be one of constant, edge, reflect, symmetric, got \"mirror\"");
    assertRefused(
        "colorJitter",
        Map.of("brightness", -1),
        "colorJitter: brightness must be a number v, at least 0, for [max(0, 1 - v), 1 + v], or a"
            + " list [low, high] of two numbers, the smaller first, got -1");
    assertRefused(
        "resize",
        Map.of("size", List.of(3, 4), "maxSize", 9),
        "resize: maxSize must be left out when size is a height and a width, here [3, 4], got 9");
  }

  @Test
  void numbersMayBeText() {
    assertThat(create("randomCrop", Map.of("size", "32", "padIfNeeded", "true")))
        .hasToString("RandomCrop(size=(32, 32), pad_if_needed=True)");
    assertThat(create("mixup", Map.of("alpha", "0.2"))).hasToString("Mixup(alpha=0.2, p=1.0)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "centerCrop | size | 0 | centerCrop: size must be at least 1, got 0",
        "resize | size | -1 | resize: size must be at least 1, got -1",
        "mixup | alpha | 0 | mixup: alpha must be above 0, got 0",
        "randomHorizontalFlip | p | 2 | randomHorizontalFlip: p must be from 0 to 1, got 2",
        "randAugment | magnitude | 40 | randAugment: magnitude must be from 0 to 30"
            + " (numMagnitudeBins - 1), it is 40",
        "grayscale | numOutputChannels | 2 | grayscale: numOutputChannels must be 1 or 3, it is 2",
        "colorJitter | hue | 1 | colorJitter: hue must be from 0 to 0.5, or a range within -0.5 and"
            + " 0.5, it is (-1.0, 1.0)"
      })
  void valuesOutOfRangeAreExplained(String name, String argument, int value, String message) {
    assertRefused(name, Map.of(argument, value), message);
  }

  @Test
  void descriptionsAreSentences() {
    assertThat(TransformCatalog.CATALOG.entries())
        .allSatisfy(
            transform -> {
              assertThat(transform.description()).endsWith(".");
              assertThat(transform.arguments())
                  .allSatisfy(argument -> assertThat(argument.description()).endsWith("."));
            });
  }
}
