package org.convoy.golden.layer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.KernelLacksOperationException;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.KernelLibrary;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.Plan;
import org.convoy.nn.kernel.onednn.plan.Implementation;

/** What runs of plans have in common. */
final class Plans {
  private Plans() {}

  /** Loads oneDNN; where it does not load, the kernel has nothing. */
  static void requireOneDnn(Precision precision) {
    try {
      KernelBackend.resolve(new KernelChoice(Backend.ONEDNN, Isa.AUTO, precision));
    } catch (IllegalStateException e) {
      throw new KernelLacksOperationException(e.getMessage());
    }
  }

  /** Loads libtorch; where it is not there, the kernel has nothing. */
  static KernelLibrary requireLibtorch() {
    try {
      KernelBackend.resolve(KernelChoice.of(Backend.LIBTORCH));
      return KernelBackend.libtorch(Isa.AUTO);
    } catch (IllegalStateException e) {
      throw new KernelLacksOperationException(e.getMessage());
    }
  }

  /** The plan, if oneDNN has fast kernels for it. */
  static Plan make(Supplier<Plan> plan, Comparison comparison) {
    Plan made;
    try {
      made = plan.get();
    } catch (UnsupportedOperationException e) {
      throw new KernelLacksOperationException(e);
    }

    made.implementations().stream()
        .filter(Implementation::isReference)
        .forEach(slow -> comparison.wrong("runs on a slow kernel of oneDNN: " + slow));
    return made;
  }

  /** Memory that lives as long as the buffer is used, which JavaCPP's buffers do not promise. */
  static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
