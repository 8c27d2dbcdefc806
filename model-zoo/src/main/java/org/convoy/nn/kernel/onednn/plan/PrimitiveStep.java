package org.convoy.nn.kernel.onednn.plan;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;

/** The execution of one primitive on fixed arguments. */
public final class PrimitiveStep implements Step {
  private final Implementation implementation;
  private final dnnl_primitive primitive;
  private final dnnl_stream stream;
  private final dnnl_exec_arg_t arguments;
  private final List<Bound> bounds = new ArrayList<>();

  private record Bound(dnnl_memory memory, Buffer buffer) {}

  public PrimitiveStep(
      NativeScope scope,
      dnnl_stream stream,
      Implementation implementation,
      PrimitiveDescription description,
      List<Argument> arguments) {
    this.implementation = implementation;
    this.stream = stream;
    this.primitive = description.primitive(scope);
    this.arguments = scope.own(new dnnl_exec_arg_t(arguments.size()));
    for (int i = 0; i < arguments.size(); i++) {
      Tensor tensor = arguments.get(i).tensor();
      dnnl_memory memory = memoryOf(scope, tensor.layout());
      bounds.add(new Bound(memory, tensor.buffer()));
      this.arguments.position(i).arg(arguments.get(i).id()).memory(memory);
    }

    this.arguments.position(0);
  }

  private static dnnl_memory memoryOf(NativeScope scope, Layout layout) {
    return scope.create(
        "a memory object",
        address -> dnnl.dnnl_memory_create(address, layout.description(), Engine.CPU, null),
        dnnl_memory::new,
        dnnl::dnnl_memory_destroy);
  }

  public Implementation implementation() {
    return implementation;
  }

  @Override
  public void bind(PlanMemory memory) {
    for (Bound bound : bounds) {
      NativeScope.check(
          dnnl.dnnl_memory_set_data_handle(bound.memory(), memory.address(bound.buffer())),
          "binding memory");
    }
  }

  @Override
  public void run(long seed) {
    int status = dnnl.dnnl_primitive_execute(primitive, stream, bounds.size(), arguments);
    if (status != dnnl.dnnl_success) {
      NativeScope.check(status, implementation.toString());
    }
  }
}
