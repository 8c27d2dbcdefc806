package org.convoy.config;

import java.io.Serializable;
import org.convoy.config.binding.Key;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.Precision;

/** What computes the layers. */
public record KernelConfig(
    @Key(
            changeable = true,
            defaultValue = "auto",
            description =
                "onednn: CPU, fast; nd4j: any backend of ND4J; libtorch: PyTorch's operators, with"
                    + " convoy-libtorch.jar on the class path; auto: onednn, else nd4j")
        Backend backend,
    @Key(
            changeable = true,
            defaultValue = "auto",
            description =
                "Instruction set of oneDNN on all executors, which decides rounding;"
                    + " auto: the driver's; executors without it are refused")
        Isa isa,
    @Key(
            changeable = true,
            defaultValue = "f32",
            description =
                "bf16: activations, their gradients and a copy of the weights in 16 bits, twice as fast"
                    + " on CPUs that have it; all else stays in f32; executors without it are refused")
        Precision precision)
    implements Serializable {

  /** What the network is asked to run on. */
  public KernelChoice choice() {
    return new KernelChoice(backend, isa, precision);
  }
}
