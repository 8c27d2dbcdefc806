package org.convoy.collective;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Buffers that sockets read and write without a copy, freed when they are done with. */
final class NativeMemory {
  private static final MethodHandle FREE = free();

  private NativeMemory() {}

  static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Gives the memory back at once; nobody may look at the buffer any more. */
  static void free(ByteBuffer buffer) {
    try {
      FREE.invokeExact(buffer);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot free a direct buffer", e);
    }
  }

  /** The JDK's only way before Java 22, and open without flags: {@code jdk.unsupported}. */
  private static MethodHandle free() {
    try {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field instance = type.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(type, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no way to free a direct buffer", e);
    }
  }
}
