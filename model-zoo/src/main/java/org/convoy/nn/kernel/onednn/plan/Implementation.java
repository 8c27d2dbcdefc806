package org.convoy.nn.kernel.onednn.plan;

import org.convoy.nn.kernel.Precision;

/**
 * What runs one piece of work of a plan.
 *
 * @param layer the layer's name
 * @param pass such as forward, backward data
 * @param name oneDNN's name of the implementation, or java
 * @param precision of what it reads
 */
public record Implementation(String layer, String pass, String name, Precision precision) {
  /** True for the slow generic implementations that oneDNN falls back to without a word. */
  public boolean isReference() {
    return PrimitiveDescription.isReference(name);
  }
}
