package org.convoy.data.transform.augment;

import static org.convoy.data.transform.geometry.Warp.AffineMatrix.shearX;
import static org.convoy.data.transform.geometry.Warp.AffineMatrix.shearY;
import static org.convoy.data.transform.geometry.Warp.AffineMatrix.translation;

import org.convoy.data.Image;
import org.convoy.data.transform.color.Enhancement;
import org.convoy.data.transform.color.LevelMapping;
import org.convoy.data.transform.geometry.Rotation;
import org.convoy.data.transform.geometry.Warp;

/** The operations that RandAugment and TrivialAugmentWide choose from, in torchvision's order. */
public enum AugmentOp {
  IDENTITY,
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y,
  ROTATE,
  BRIGHTNESS,
  COLOR,
  CONTRAST,
  SHARPNESS,
  POSTERIZE,
  SOLARIZE,
  AUTO_CONTRAST,
  EQUALIZE;

  /**
   * The changed image.
   *
   * @param magnitude in the unit of the operation
   * @param warp interpolation and fill of those that move pixels
   */
  public Image apply(Image image, double magnitude, Warp warp) {
    return switch (this) {
      case IDENTITY -> image;
      case SHEAR_X -> warp.apply(image, shearX(magnitude));
      case SHEAR_Y -> warp.apply(image, shearY(magnitude));
      case TRANSLATE_X -> warp.apply(image, translation((int) magnitude, 0));
      case TRANSLATE_Y -> warp.apply(image, translation(0, (int) magnitude));
      case ROTATE -> Rotation.of(warp).apply(image, magnitude);
      case BRIGHTNESS -> Enhancement.brightness(image, 1 + magnitude);
      case COLOR -> Enhancement.saturation(image, 1 + magnitude);
      case CONTRAST -> Enhancement.contrast(image, 1 + magnitude);
      case SHARPNESS -> Enhancement.sharpness(image, 1 + magnitude);
      case POSTERIZE -> LevelMapping.posterize(image, (int) magnitude);
      case SOLARIZE -> LevelMapping.solarize(image, magnitude);
      case AUTO_CONTRAST -> LevelMapping.autocontrast(image);
      case EQUALIZE -> LevelMapping.equalize(image);
    };
  }
}
