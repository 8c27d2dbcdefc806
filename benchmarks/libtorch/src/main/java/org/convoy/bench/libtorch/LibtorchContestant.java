package org.convoy.bench.libtorch;

import java.io.IOException;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.convoy.bench.Contestant;

/**
 * The contestant {@code libtorch}; its variants are the memory layouts, with :bf16 behind for
 * autocast.
 */
public final class LibtorchContestant {
  private LibtorchContestant() {}

  public static void main(String[] arguments) throws IOException {
    Contestant.serve(
        arguments,
        (benchmarkCase, batchSize, variant) ->
            LibtorchTrainer.create(
                benchmarkCase,
                batchSize,
                memoryFormat(variant.split(":", 2)[0]),
                variant.endsWith(":bf16") ? ScalarType.BFloat16 : ScalarType.Float));
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
