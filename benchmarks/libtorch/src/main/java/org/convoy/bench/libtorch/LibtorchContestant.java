package org.convoy.bench.libtorch;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.convoy.bench.Contestant;

/** The contestant {@code libtorch}; its variants are the memory layouts. */
public final class LibtorchContestant {
  private LibtorchContestant() {}

  public static void main(String[] arguments) throws IOException {
    unpackBeforeLoading();
    Contestant.serve(
        arguments,
        (benchmarkCase, batchSize, variant) ->
            new LibtorchTrainer(benchmarkCase, batchSize, memoryFormat(variant)));
  }

  /**
   * Unpacks the largest library before JavaCPP loads the first one that needs it; otherwise the
   * very first start finds a libtorch_cpu.so of the system instead, where there is one, and
   * crashes.
   */
  private static void unpackBeforeLoading() throws IOException {
    Loader.cacheResource(
        LibtorchContestant.class,
        "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/libtorch_cpu.so");
  }

  private static MemoryFormat memoryFormat(String variant) {
    return switch (variant) {
      case "contiguous" -> MemoryFormat.Contiguous;
      case "channels_last" -> MemoryFormat.ChannelsLast;
      default ->
          throw new IllegalArgumentException(
              "Unknown memory layout '" + variant + "'. Choose contiguous or channels_last.");
    };
  }
}
