package org.convoy.nn.kernel.onednn.plan;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;

/** The process's CPU engine. */
public final class Engine {
  // It lives as long as the process.
  private static final NativeScope SCOPE = new NativeScope();
  public static final dnnl_engine CPU =
      SCOPE.create(
          "the CPU engine",
          address -> dnnl.dnnl_engine_create(address, dnnl.dnnl_cpu, 0),
          dnnl_engine::new,
          dnnl::dnnl_engine_destroy);

  private Engine() {}

  /** A stream that runs primitives in order on the calling thread. */
  public static dnnl_stream stream(NativeScope scope) {
    return scope.create(
        "a stream",
        address -> dnnl.dnnl_stream_create(address, CPU, dnnl.dnnl_stream_default_flags),
        dnnl_stream::new,
        dnnl::dnnl_stream_destroy);
  }

  /** Channels in a block of the layouts that this machine's convolutions prefer. */
  public static int blockSize() {
    int isa = dnnl.dnnl_get_effective_cpu_isa();
    boolean wide = (isa & dnnl.dnnl_cpu_isa_avx512_core) == dnnl.dnnl_cpu_isa_avx512_core;
    return wide ? 16 : 8;
  }
}
