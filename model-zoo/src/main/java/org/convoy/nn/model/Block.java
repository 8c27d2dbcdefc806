package org.convoy.nn.model;

import org.convoy.nn.dl4j.LayerBuilder;
import org.convoy.nn.dl4j.ModelItem;
import org.deeplearning4j.nn.conf.layers.Layer;

/** An immutable part of a model: a layer, or a composition of blocks. */
public sealed interface Block extends ModelItem
    permits LayerBlock, Named, Sequential, Residual, Branches, Auxiliary {
  /**
   * The item as it is now; later changes of a builder do not matter.
   *
   * @throws IllegalArgumentException if it is none of what {@link ModelItem} names
   */
  static Block of(ModelItem item) {
    if (item instanceof Block block) {
      return block;
    }

    if (item instanceof LayerBuilder builder) {
      return new LayerBlock(builder.build());
    }

    if (item instanceof Layer layer) {
      return new LayerBlock(layer);
    }

    throw new IllegalArgumentException(
        "A model is made of layers, their builders and blocks, got " + item);
  }
}
