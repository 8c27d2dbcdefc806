package org.convoy.nn.kernel;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.convoy.nn.op.OperationNode;

/**
 * Kernels that a jar of its own brings, as a service: those of {@link Backend#LIBTORCH}, whose
 * native library is too large for everybody's.
 */
public interface KernelLibrary {
  /**
   * Loads the native library.
   *
   * @throws LinkageError if it does not load here; the message says why
   */
  void load();

  /** Name and version, for people, once it is loaded. */
  String description();

  /** The instruction set that it computes with in this process, once it is loaded. */
  Isa instructionSet();

  /**
   * A network's passes.
   *
   * @param operations in topological order
   * @param evaluated how many of them evaluation takes, of which the last gives the logits
   * @param inputShape of one example
   * @param parameters the flat vector, a direct buffer that stays where it is
   * @param gradients likewise
   */
  Passes passes(
      List<OperationNode> operations,
      int evaluated,
      List<Integer> inputShape,
      FloatBuffer parameters,
      FloatBuffer gradients);

  /** What is on the class path; finding it loads no native library. */
  static Optional<KernelLibrary> installed() {
    return Installed.LIBRARY;
  }

  /** Looked up once. */
  final class Installed {
    private static final Optional<KernelLibrary> LIBRARY =
        ServiceLoader.load(KernelLibrary.class, KernelLibrary.class.getClassLoader()).findFirst();

    private Installed() {}
  }
}
