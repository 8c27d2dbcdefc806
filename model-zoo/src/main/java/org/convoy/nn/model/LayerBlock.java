package org.convoy.nn.model;

import org.deeplearning4j.nn.conf.layers.Layer;

/** One layer. DL4J's layers can be changed, so that a copy is kept and copies are given. */
public record LayerBlock(Layer layer) implements Block {
  public LayerBlock {
    layer = layer.clone();
  }

  @Override
  public Layer layer() {
    return layer.clone();
  }
}
