package org.convoy.nn.kernel.onednn.plan;

/**
 * What runs one piece of work of a plan.
 *
 * @param layer the layer's name
 * @param pass such as forward, backward data
 * @param name oneDNN's name of the implementation
 */
public record Implementation(String layer, String pass, String name) {
  /** True for the slow generic implementations that oneDNN falls back to without a word. */
  public boolean isReference() {
    return PrimitiveDescription.isReference(name);
  }
}
