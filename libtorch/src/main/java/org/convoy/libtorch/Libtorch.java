package org.convoy.libtorch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.KernelLibrary;
import org.convoy.nn.kernel.Passes;
import org.convoy.nn.op.OperationNode;

/** libtorch as JavaCPP brings it, on this process's CPU. */
public final class Libtorch implements KernelLibrary {
  /** That of the build, which names the natives as well. */
  private static final String VERSION = "2.10.0";

  @Override
  public void load() {
    if (Loading.FAILURE != null) {
      throw new UnsatisfiedLinkError(Loading.FAILURE);
    }
  }

  @Override
  public String description() {
    return "libtorch " + VERSION + " on " + instructionSet().settingName();
  }

  /** libtorch names vectors of 512 or 256 bits; what it has of bf16 does not change floats. */
  @Override
  public Isa instructionSet() {
    return Loading.INSTRUCTION_SET;
  }

  @Override
  public Passes passes(
      List<OperationNode> operations,
      int evaluated,
      List<Integer> inputShape,
      FloatBuffer parameters,
      FloatBuffer gradients) {
    load();
    return new NetworkPasses(operations, evaluated, inputShape, parameters, gradients);
  }

  /** A task slot is one thread; libtorch keeps its number of threads by thread. */
  static void prepareThread() {
    torch.set_num_threads(1);
  }

  private static final class Loading {
    private static final String FAILURE = load();
    private static final Isa INSTRUCTION_SET = FAILURE == null ? find() : Isa.AUTO;

    private static String load() {
      try {
        unpackFirst();
        Loader.load(torch.class);
        prepareThread();
        return null;
      } catch (LinkageError | RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
      }
    }

    /**
     * Unpacks the largest library before JavaCPP loads the first one that needs it; otherwise the
     * very first start finds a libtorch_cpu.so of the system instead, where there is one, and
     * crashes.
     */
    private static void unpackFirst() {
      String library = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/libtorch_cpu.so";
      if (Libtorch.class.getResource(library) == null) {
        throw new UnsatisfiedLinkError(
            "the class path has no " + library.substring(1) + "; use a whole convoy-libtorch.jar");
      }

      try {
        Loader.cacheResource(Libtorch.class, library);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Isa find() {
      try (BytePointer name = torch.get_cpu_capability()) {
        return switch (name.getString()) {
          case "AVX512" -> Isa.AVX512_CORE;
          case "AVX2" -> Isa.AVX2;
          default -> Isa.SSE41;
        };
      }
    }
  }
}
