package org.convoy.nn.kernel;

import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** The process's oneDNN library: whether it loads, and its instruction set. */
final class OneDnnLibrary {
  private static final String LIMIT_VARIABLE = "ONEDNN_MAX_CPU_ISA";

  private static boolean inUse;

  private OneDnnLibrary() {}

  /** Why oneDNN does not load; null if it does. */
  static String failure() {
    return Loading.FAILURE;
  }

  /**
   * Limits the instruction set, before oneDNN is used for the first time; {@link Isa#AUTO} takes
   * the largest one of {@link Isa} that the machine has and the precision asks for, so that it can
   * be named to other machines.
   */
  static synchronized void limit(Isa wanted, Precision precision) {
    boolean isFirst = !inUse;
    if (isFirst) {
      apply(wanted, precision);
    } else if (wanted != Isa.AUTO && wanted != instructionSet()) {
      throw new IllegalStateException(
          ("oneDNN is in use with the instruction set %s in this process and cannot change"
                  + " to %s; use one setting in a process")
              .formatted(instructionSet().settingName(), wanted.settingName()));
    }

    if (!instructionSet().computes(precision) && !isEmulationAllowed()) {
      throw new IllegalStateException(
          isFirst
              ? lacking(precision)
              : ("oneDNN is in use with the instruction set %s in this process, which has no"
                      + " arithmetic in %s; use one precision in a process")
                  .formatted(instructionSet().settingName(), precision.settingName()));
    }
  }

  private static String lacking(Precision precision) {
    return ("oneDNN uses %s here, which has no arithmetic in %s; that takes %s or %s, as a CPU has"
            + " whose flags in /proc/cpuinfo name avx512_bf16; set kernels.precision to f32")
        .formatted(
            instructionSet().settingName(),
            precision.settingName(),
            Isa.AVX512_CORE_BF16.settingName(),
            Isa.AVX512_CORE_AMX.settingName());
  }

  /** For tests on machines that lack it: oneDNN then computes in floats and rounds. */
  private static boolean isEmulationAllowed() {
    return Boolean.getBoolean("convoy.test.emulateBf16");
  }

  private static void apply(Isa wanted, Precision precision) {
    boolean leftToEnvironment = wanted == Isa.AUTO && System.getenv(LIMIT_VARIABLE) != null;
    Isa largest = precision == Precision.F32 ? Isa.AVX512_CORE : Isa.AVX512_CORE_AMX;
    if (!leftToEnvironment) {
      setMaximum(wanted == Isa.AUTO ? largest : wanted);
    }

    inUse = true;
    if ((effective() & wanted.code()) != wanted.code()) {
      throw new IllegalStateException(
          "This machine has no %s: oneDNN would use %s; choose a smaller instruction set"
              .formatted(wanted.settingName(), instructionSet().settingName()));
    }
  }

  private static void setMaximum(Isa isa) {
    if (dnnl.dnnl_set_max_cpu_isa(isa.code()) != dnnl.dnnl_success) {
      throw new IllegalStateException(
          "oneDNN was used by other code of this process before its instruction set could be"
              + " limited to "
              + isa.settingName());
    }
  }

  /** The largest known set in force; {@link Isa#AUTO} for less than all of them. */
  static Isa instructionSet() {
    Isa largest = Isa.AUTO;
    for (Isa known : Isa.values()) {
      if ((effective() & known.code()) == known.code() && known != Isa.AUTO) {
        largest = known;
      }
    }

    return largest;
  }

  private static int effective() {
    return dnnl.dnnl_get_effective_cpu_isa();
  }

  static String description() {
    dnnl_version_t version = dnnl.dnnl_version();
    return String.format(
        "onednn %d.%d.%d on %s",
        version.major(), version.minor(), version.patch(), instructionSet().settingName());
  }

  private static final class Loading {
    private static final String FAILURE = load();

    private static String load() {
      try {
        Loader.load(dnnl.class);
        return null;
      } catch (LinkageError | RuntimeException e) {
        return e.toString();
      }
    }
  }
}
