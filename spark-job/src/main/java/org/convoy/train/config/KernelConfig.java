package org.convoy.train.config;

import java.io.Serializable;

/** What computes the layers. */
public record KernelConfig(
    @Key(
            defaultValue = "auto",
            description = "onednn: CPU, fast; nd4j: any backend of ND4J; auto: the best that loads")
        Backend backend,
    @Key(
            defaultValue = "auto",
            description =
                "Instruction set of oneDNN on all executors, which decides rounding;"
                    + " auto: the driver's; executors without it are refused")
        Isa isa)
    implements Serializable {

  /** Implementations of the kernels. */
  public enum Backend {
    AUTO,
    ONEDNN,
    ND4J
  }

  /** Instruction sets, by oneDNN's names. */
  public enum Isa {
    AUTO,
    SSE41,
    AVX,
    AVX2,
    AVX512_CORE
  }
}
