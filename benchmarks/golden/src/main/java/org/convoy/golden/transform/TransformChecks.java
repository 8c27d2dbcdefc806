package org.convoy.golden.transform;

import static org.convoy.golden.transform.ImageFunctions.RANDOM;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.convoy.data.Image;
import org.convoy.data.transform.color.Enhancement;
import org.convoy.data.transform.color.Hue;
import org.convoy.data.transform.color.LevelMapping;
import org.convoy.data.transform.color.RandomGrayscale;
import org.convoy.data.transform.geometry.CenterCrop;
import org.convoy.data.transform.geometry.RandomHorizontalFlip;
import org.convoy.data.transform.geometry.RandomVerticalFlip;
import org.convoy.golden.reference.Check;
import org.convoy.golden.transform.ImageCheck.Rounding;

/** The checks of transforms, by the names of torchvision's functions without underscores. */
public final class TransformChecks {
  private static final Map<String, Check> CHECKS = new TreeMap<>();

  static {
    put("AdjustBrightness", (image, a) -> Enhancement.brightness(image, a.factor("brightness")));
    put("AdjustContrast", (image, a) -> Enhancement.contrast(image, a.factor("contrast")));
    put("AdjustHue", (image, a) -> Hue.adjust(image, a.factor("hue")));
    put("AdjustSaturation", (image, a) -> Enhancement.saturation(image, a.factor("saturation")));
    put("AdjustSharpness", (image, a) -> Enhancement.sharpness(image, a.factor("sharpness")));
    put("Augment", ImageFunctions::augment);
    put("AutoContrast", (image, a) -> LevelMapping.autocontrast(image));
    put("CenterCrop", (image, a) -> new CenterCrop(a.size()).apply(image, RANDOM));
    put("Crop", ImageFunctions::crop);
    put("Equalize", (image, a) -> LevelMapping.equalize(image));
    put("Grayscale", ImageFunctions::grayscale);
    put("HorizontalFlip", (image, a) -> new RandomHorizontalFlip(1).apply(image, RANDOM));
    put("Invert", (image, a) -> LevelMapping.invert(image));
    put("Pad", ImageFunctions::pad);
    put("PadCrop", ImageFunctions::crop);
    put("Posterize", (image, a) -> LevelMapping.posterize(image, a.arguments().integer("bits")));
    put("RandomGrayscale", (image, a) -> new RandomGrayscale(1).apply(image, RANDOM));
    put("Solarize", (image, a) -> LevelMapping.solarize(image, a.arguments().number("threshold")));
    put("VerticalFlip", (image, a) -> new RandomVerticalFlip(1).apply(image, RANDOM));
    CHECKS.put("Resize", new ImageCheck(ImageFunctions::resize, Rounding.NEAR));
    CHECKS.put("ResizedCrop", new ImageCheck(ImageFunctions::resizedCrop, Rounding.NEAR));
    CHECKS.put("Rotate", new ImageCheck(ImageFunctions::rotate, Rounding.NEAR));
    CHECKS.put("ToTensor", new TensorCheck());
    CHECKS.put("ToTensorNormalize", new TensorCheck());
    putShortNames();
  }

  private TransformChecks() {}

  private static void putShortNames() {
    CHECKS.put("hflip", CHECKS.get("HorizontalFlip"));
    CHECKS.put("vflip", CHECKS.get("VerticalFlip"));
    CHECKS.put("to_grayscale", CHECKS.get("Grayscale"));
    CHECKS.put("rgb_to_grayscale", CHECKS.get("Grayscale"));
  }

  /** The checks by the names of torchvision's functions. */
  public static Map<String, Check> all() {
    return Map.copyOf(CHECKS);
  }

  private static void put(String op, BiFunction<Image, TransformArguments, Image> function) {
    CHECKS.put(op, new ImageCheck(function, Rounding.EXACT));
  }
}
