package org.convoy.nn.kernel.onednn.plan;

import java.util.ArrayList;
import java.util.List;

/** A growing list of arguments. */
public final class Arguments {
  private final List<Argument> arguments = new ArrayList<>();

  /** Adds one, unless the tensor is null: not every layer has a bias, or leaves a workspace. */
  public Arguments add(int id, Tensor tensor) {
    if (tensor != null) {
      arguments.add(new Argument(id, tensor));
    }

    return this;
  }

  public Argument[] toArray() {
    return arguments.toArray(new Argument[0]);
  }
}
