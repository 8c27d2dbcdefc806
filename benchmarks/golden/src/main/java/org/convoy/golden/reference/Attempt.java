package org.convoy.golden.reference;

import java.util.function.Consumer;

/**
 * One way to compute the results of a case.
 *
 * @param kernel who does the arithmetic, "nd4j", "onednn" or "libtorch"; empty where kernels play
 *     no part
 * @param comparing computes the results and compares them; throws {@link
 *     KernelLacksOperationException} if this kernel cannot
 */
public record Attempt(String kernel, Consumer<Comparison> comparing) {
  public static final String ND4J = "nd4j";
  public static final String ONEDNN = "onednn";
  public static final String LIBTORCH = "libtorch";

  /** An attempt in which kernels play no part. */
  public static Attempt of(Consumer<Comparison> comparing) {
    return new Attempt("", comparing);
  }
}
