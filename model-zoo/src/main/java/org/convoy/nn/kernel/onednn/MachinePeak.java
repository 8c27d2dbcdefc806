package org.convoy.nn.kernel.onednn;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.plan.Arena;
import org.convoy.nn.kernel.onednn.plan.Argument;
import org.convoy.nn.kernel.onednn.plan.Attributes;
import org.convoy.nn.kernel.onednn.plan.Engine;
import org.convoy.nn.kernel.onednn.plan.Layout;
import org.convoy.nn.kernel.onednn.plan.NativeScope;
import org.convoy.nn.kernel.onednn.plan.PlanMemory;
import org.convoy.nn.kernel.onednn.plan.PrimitiveDescription;
import org.convoy.nn.kernel.onednn.plan.Recorder;
import org.convoy.nn.kernel.onednn.plan.Step;

/**
 * What one core of this machine reaches in products of square matrices that lie as oneDNN likes
 * them best: the fastest of some, of several sizes.
 */
public final class MachinePeak {
  private static final long[] SIDES = {192, 256, 384, 512, 1024};
  private static final long NANOS = 60_000_000;

  private static final Map<Precision, Double> PEAKS = new ConcurrentHashMap<>();

  private MachinePeak() {}

  /** Billions of operations a second; measured once a process, in a third of a second. */
  public static double gigaflops(Precision precision) {
    return PEAKS.computeIfAbsent(
        precision,
        key -> Arrays.stream(SIDES).mapToDouble(side -> measure(key, side)).max().orElse(0));
  }

  private static double measure(Precision precision, long side) {
    FloatBuffer none = ByteBuffer.allocateDirect(Float.BYTES).asFloatBuffer();
    try (NativeScope scope = new NativeScope();
        PlanMemory memory = new PlanMemory(none, none)) {
      Layout any = Layout.any(scope, precision, side, side);
      PrimitiveDescription description =
          PrimitiveDescription.tryCreate(
              scope,
              "a matrix product",
              address ->
                  dnnl.dnnl_matmul_primitive_desc_create(
                      address,
                      Engine.CPU,
                      any.description(),
                      any.description(),
                      null,
                      any.description(),
                      Attributes.plain(scope)),
              name -> 0);
      return description == null ? 0 : fastest(scope, memory, description, side);
    }
  }

  private static double fastest(
      NativeScope scope, PlanMemory memory, PrimitiveDescription description, long side) {
    Recorder recorder = new Recorder(scope);
    recorder.add(
        "peak",
        "product",
        description,
        argument(scope, recorder, description, side, dnnl.DNNL_ARG_SRC),
        argument(scope, recorder, description, side, dnnl.DNNL_ARG_WEIGHTS),
        argument(scope, recorder, description, side, dnnl.DNNL_ARG_DST));
    memory.requireArena(Arena.place(recorder.buffers()));
    Step step = recorder.forward().get(0);
    step.bind(memory);
    long fastest = Long.MAX_VALUE;
    long end = System.nanoTime() + NANOS;
    while (System.nanoTime() < end) {
      long start = StepTimes.now();
      step.run(0);
      fastest = Math.min(fastest, StepTimes.now() - start);
    }

    return 2.0 * side * side * side / fastest;
  }

  private static Argument argument(
      NativeScope scope, Recorder recorder, PrimitiveDescription description, long side, int id) {
    return new Argument(id, recorder.newTensor(description.layoutOf(scope, id, side, side)));
  }
}
