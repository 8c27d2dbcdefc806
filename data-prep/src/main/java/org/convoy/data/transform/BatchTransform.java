package org.convoy.data.transform;

/** A transform that mixes the images of a batch, and their targets alike. */
public non-sealed interface BatchTransform extends Transform {
  /** Transforms the images and the targets of a batch in place. */
  void apply(ImageBatch batch, RandomSource random);
}
