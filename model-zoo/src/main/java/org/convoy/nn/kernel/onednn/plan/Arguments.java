package org.convoy.nn.kernel.onednn.plan;

import java.util.ArrayList;
import java.util.List;

/** A growing list of arguments. */
public final class Arguments {
  private final List<Argument> arguments = new ArrayList<>();

  public Arguments add(int id, Tensor tensor) {
    arguments.add(new Argument(id, tensor));
    return this;
  }

  public Argument[] toArray() {
    return arguments.toArray(new Argument[0]);
  }
}
