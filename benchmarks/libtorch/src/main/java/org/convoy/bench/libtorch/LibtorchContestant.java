package org.convoy.bench.libtorch;

import java.io.IOException;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.convoy.bench.Contestant;

/** The contestant {@code libtorch}; its variants are the memory layouts. */
public final class LibtorchContestant {
  private LibtorchContestant() {}

  public static void main(String[] arguments) throws IOException {
    Contestant.serve(
        arguments,
        (benchmarkCase, batchSize, variant) ->
            LibtorchTrainer.create(benchmarkCase, batchSize, memoryFormat(variant)));
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
