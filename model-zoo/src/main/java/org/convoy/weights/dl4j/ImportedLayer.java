package org.convoy.weights.dl4j;

import java.util.List;

/**
 * What a layer of DL4J becomes.
 *
 * @param items of a list of layers, one after the other
 * @param output what the last of them gives
 * @param parameters of the item that has the layer's name, in DL4J's order
 */
record ImportedLayer(List<Object> items, Signal output, List<StockParameter> parameters) {
  ImportedLayer {
    items = List.copyOf(items);
    parameters = List.copyOf(parameters);
  }

  /** Without parameters. */
  ImportedLayer(List<Object> items, Signal output) {
    this(items, output, List.of());
  }
}
