package org.convoy.golden.reference;

import java.util.List;

/** How the cases of an operation are checked. */
@FunctionalInterface
public interface Check {
  /**
   * The ways to compute a case, one for each kernel.
   *
   * @throws IllegalArgumentException if the case has arguments or tensors that make no sense, or
   *     that Convoy refuses
   */
  List<Attempt> attempts(GoldenCase golden);
}
