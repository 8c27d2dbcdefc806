package org.convoy.data.transform.geometry;

/**
 * What a crop does with images that are smaller than itself: torchvision's {@code pad_if_needed}.
 */
public enum SmallImages {
  /** They are an error. */
  REFUSE,

  /** They are padded by what is missing, on both sides. */
  PAD
}
