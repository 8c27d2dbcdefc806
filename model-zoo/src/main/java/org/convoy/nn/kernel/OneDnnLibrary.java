package org.convoy.nn.kernel;

import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** The process's oneDNN library: whether it loads, and its instruction set. */
final class OneDnnLibrary {
  private static Isa limit = Isa.AUTO;
  private static boolean inUse;

  private OneDnnLibrary() {}

  /** Why oneDNN does not load; null if it does. */
  static String failure() {
    return Loading.FAILURE;
  }

  /**
   * Limits the instruction set, before oneDNN is used for the first time; {@link Isa#AUTO} asks for
   * nothing and takes what is in force.
   */
  static synchronized void limit(Isa wanted) {
    if (!inUse) {
      apply(wanted);
      return;
    }

    if (wanted != Isa.AUTO && effective() != wanted.code() && wanted != limit) {
      throw new IllegalStateException(
          "oneDNN is in use with the instruction set "
              + nameOf(effective())
              + " in this process and cannot change to "
              + wanted.settingName()
              + "; use one setting in a process");
    }
  }

  private static void apply(Isa wanted) {
    if (wanted != Isa.AUTO) {
      int status = dnnl.dnnl_set_max_cpu_isa(wanted.code());
      if (status != dnnl.dnnl_success) {
        throw new IllegalStateException(
            "oneDNN was used by other code of this process before its instruction set could be"
                + " limited to "
                + wanted.settingName());
      }
    }

    inUse = true;
    limit = wanted;
    if ((effective() & wanted.code()) != wanted.code()) {
      throw new IllegalStateException(
          "This machine has no "
              + wanted.settingName()
              + ": oneDNN would use "
              + nameOf(effective())
              + "; choose a smaller instruction set");
    }
  }

  private static int effective() {
    return dnnl.dnnl_get_effective_cpu_isa();
  }

  static String description() {
    dnnl_version_t version = dnnl.dnnl_version();
    return String.format(
        "onednn %d.%d.%d on %s",
        version.major(), version.minor(), version.patch(), nameOf(effective()));
  }

  /** The largest known set within this one: machines may have more. */
  private static String nameOf(int isa) {
    String name = "less than sse41";
    for (Isa known : Isa.values()) {
      if (known != Isa.AUTO && (isa & known.code()) == known.code()) {
        name = known.settingName();
      }
    }

    return name;
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
