package org.convoy.data.transform;

import java.io.Serializable;

/**
 * One step of augmentation or preparation, with torchvision's name and semantics. Immutable and
 * free of side effects: what it draws comes from the {@link RandomSource} it is given. Its {@code
 * toString} reads as torchvision prints it.
 */
public sealed interface Transform extends Serializable
    permits ImageTransform, TensorTransform, BatchTransform {}
