package org.convoy.nn.kernel.onednn.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Owner of oneDNN objects; closing it destroys them, the latest first. */
public final class NativeScope implements AutoCloseable {
  private final Deque<Runnable> releases = new ArrayDeque<>();

  /** Makes an object by a function that writes its address and returns oneDNN's status. */
  public <P extends Pointer> P create(
      String what,
      ToIntFunction<PointerPointer<Pointer>> creation,
      Function<Pointer, P> wrap,
      Consumer<P> destruction) {
    P created = tryCreate(what, creation, wrap, destruction);
    if (created == null) {
      throw new IllegalArgumentException("oneDNN has no implementation of " + what);
    }

    return created;
  }

  /** As {@link #create}; null if oneDNN has no implementation. */
  public <P extends Pointer> P tryCreate(
      String what,
      ToIntFunction<PointerPointer<Pointer>> creation,
      Function<Pointer, P> wrap,
      Consumer<P> destruction) {
    try (PointerPointer<Pointer> address = new PointerPointer<>(1)) {
      int status = creation.applyAsInt(address);
      if (status == dnnl.dnnl_unimplemented) {
        return null;
      }

      check(status, what);
      P created = wrap.apply(address.get(0));
      releases.push(() -> destruction.accept(created));
      return created;
    }
  }

  /** Frees a JavaCPP allocation with the scope. */
  public <P extends Pointer> P own(P allocated) {
    releases.push(allocated::deallocate);
    return allocated;
  }

  public static void check(int status, String what) {
    if (status == dnnl.dnnl_out_of_memory) {
      throw new OutOfMemoryError("oneDNN found no native memory for " + what);
    }

    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException(
          "oneDNN failed with status " + status + " (dnnl_status_t) in " + what);
    }
  }

  @Override
  public void close() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
