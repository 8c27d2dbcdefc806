package org.convoy.nn.dl4j;

import org.deeplearning4j.nn.conf.layers.Layer;

/** Optional settings of a layer; stands for the layer itself where a model is described. */
public interface LayerBuilder extends ModelItem {
  /**
   * The layer.
   *
   * @throws IllegalArgumentException if the settings contradict each other
   */
  Layer build();
}
