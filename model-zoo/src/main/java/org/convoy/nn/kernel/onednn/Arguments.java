package org.convoy.nn.kernel.onednn;

import java.util.ArrayList;
import java.util.List;

/** A growing list of arguments. */
final class Arguments {
  private final List<Argument> arguments = new ArrayList<>();

  Arguments add(int id, Tensor tensor) {
    arguments.add(new Argument(id, tensor));
    return this;
  }

  Argument[] toArray() {
    return arguments.toArray(new Argument[0]);
  }
}
