package org.convoy.nn.kernel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses who does the arithmetic and says which and why, in one log line for each answer. */
public final class KernelBackend {
  private static final Logger LOG = LoggerFactory.getLogger(KernelBackend.class);
  private static final Set<String> SAID = new HashSet<>();

  private KernelBackend() {}

  /**
   * What a choice means on this machine: {@link Backend#ONEDNN}, {@link Backend#ND4J} or {@link
   * Backend#LIBTORCH}. Loads what is wanted and fixes the process's instruction set.
   *
   * @throws IllegalStateException if a library was asked for by name and does not load or this
   *     build computes on GPUs, or if the instruction set is not the one this process uses already
   *     or is more than the machine has
   */
  public static Backend resolve(KernelChoice choice) {
    return GpuRuntime.installed().isPresent() ? resolveOnGpu(choice) : resolveOnCpu(choice);
  }

  /**
   * Loads what computes a choice here, to know that it loads. On GPUs, CUDA's runtime finds them
   * and none is used.
   *
   * @throws IllegalStateException as {@link #resolve}, or if there is no GPU
   */
  public static void load(KernelChoice choice) {
    resolve(choice);
    GpuRuntime.installed().ifPresent(GpuRuntime::count);
  }

  /**
   * Loads ND4J and gives the name of its backend.
   *
   * @throws LinkageError if its native library does not load here
   */
  public static String loadNd4j() {
    return Nd4j.getBackend().getClass().getSimpleName();
  }

  /** Does not touch ND4J, which cannot be loaded without a GPU; only executors have one. */
  private static Backend resolveOnGpu(KernelChoice choice) {
    requireFloats("ND4J's", choice);
    if (choice.backend() == Backend.LIBTORCH) {
      throw new IllegalStateException(
          "This build of Convoy computes on GPUs by ND4J; libtorch goes with the build for CPUs and"
              + " convoy-libtorch.jar");
    }

    if (choice.backend() == Backend.ONEDNN) {
      throw new IllegalStateException(
          "oneDNN computes on CPUs, and this build of Convoy on GPUs; set the kernel backend to"
              + " \"auto\" or \"nd4j\", or run the build for CPUs");
    }

    say("nd4j on CUDA", "all that this build has");
    return Backend.ND4J;
  }

  private static Backend resolveOnCpu(KernelChoice choice) {
    NativeThreads.useOne();
    if (choice.backend() == Backend.LIBTORCH) {
      requireFloats("libtorch's", choice);
      say(libtorch(choice.isa()).description(), "as asked for");
      return Backend.LIBTORCH;
    }

    if (choice.backend() == Backend.ND4J) {
      requireFloats("ND4J's", choice);
      say("nd4j", "layer by layer");
      return Backend.ND4J;
    }

    String failure = OneDnnLibrary.failure();
    if (failure == null) {
      OneDnnLibrary.limit(choice.isa(), choice.precision());
      String why = choice.backend() == Backend.ONEDNN ? "as asked for" : "the fastest on a CPU";
      say(OneDnnLibrary.description(), why);
      return Backend.ONEDNN;
    }

    if (!choice.mayFallBack()) {
      throw new IllegalStateException(
          "oneDNN does not load on this machine: "
              + failure
              + "; set the kernel backend to \"nd4j\" or \"auto\"");
    }

    warn("nd4j, because oneDNN does not load: " + failure);
    return Backend.ND4J;
  }

  /**
   * The library of {@link Backend#LIBTORCH}, loaded.
   *
   * @throws IllegalStateException if it is not on the class path, does not load, or computes with
   *     another instruction set here than this one
   */
  public static KernelLibrary libtorch(Isa wanted) {
    KernelLibrary library =
        KernelLibrary.installed()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "libtorch is not on the class path; add convoy-libtorch.jar by"
                            + " --conf spark.jars=PATH, without SPARK_HOME by CONVOY_CLASSPATH=PATH,"
                            + " or set kernels.backend to auto"));
    try {
      library.load();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "libtorch does not load on this machine: "
              + e.getMessage()
              + "; set kernels.backend to auto",
          e);
    }

    if (wanted != Isa.AUTO && wanted != library.instructionSet()) {
      throw new IllegalStateException(
          ("libtorch computes with %s here, not with %s, and rounds differently; use machines of one"
                  + " kind, or limit all by the environment variables ATEN_CPU_CAPABILITY and"
                  + " ONEDNN_MAX_CPU_ISA")
              .formatted(library.instructionSet().settingName(), wanted.settingName()));
    }

    return library;
  }

  private static void requireFloats(String whose, KernelChoice choice) {
    if (choice.precision() != Precision.F32) {
      throw new IllegalStateException(
          whose
              + " kernels compute in f32 only; set kernels.precision to f32, or kernels.backend to"
              + " onednn, on CPUs");
    }
  }

  /** Tells what of a network does not compute in the precision that is asked for. */
  public static void inFloats(Precision precision, int layers, List<String> others) {
    say(
        "%d of %d layers compute in %s"
            .formatted(layers - others.size(), layers, precision.settingName()),
        "in f32: " + String.join(", ", others));
  }

  /** The instruction set that oneDNN uses in this process, once {@link #resolve} has chosen it. */
  public static Isa instructionSet() {
    return OneDnnLibrary.instructionSet();
  }

  /** Tells that a network runs on ND4J though oneDNN loads. */
  public static void fellBack(String reason) {
    warn("nd4j for this network: " + reason);
  }

  private static synchronized void say(String what, String why) {
    if (SAID.add(what)) {
      LOG.info("Kernels: {}, {}", what, why);
    }
  }

  private static synchronized void warn(String what) {
    if (SAID.add(what)) {
      LOG.warn("Kernels: {}", what);
    }
  }
}
