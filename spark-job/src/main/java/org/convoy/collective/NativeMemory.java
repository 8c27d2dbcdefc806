package org.convoy.collective;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Buffers that sockets read and write without a copy, freed when they are done with. */
final class NativeMemory {
  private static final MethodHandle FREE = free();
  private static final MethodHandle BYTES = bytesOfFloats();

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

  /**
   * The bytes of these floats, as sockets take no floats; null if there is no way to them: they are
   * on the heap, or too many, or the JDK is too old and {@code sun.nio.ch} is not opened.
   */
  static ByteBuffer bytes(FloatBuffer floats) {
    if (!floats.isDirect() || (long) floats.capacity() * Float.BYTES > Integer.MAX_VALUE) {
      return null;
    }

    try {
      return BYTES == null ? null : (ByteBuffer) BYTES.invokeExact(floats);
    } catch (Throwable e) {
      return null;
    }
  }

  /** What a view of floats was made of, from Java 22 on by its public way. */
  private static MethodHandle bytesOfFloats() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
      MethodHandle of =
          lookup.findStatic(
              segment, "ofBuffer", MethodType.methodType(segment, java.nio.Buffer.class));
      MethodHandle bytes =
          lookup.findVirtual(segment, "asByteBuffer", MethodType.methodType(ByteBuffer.class));
      return MethodHandles.filterReturnValue(of, bytes)
          .asType(MethodType.methodType(ByteBuffer.class, FloatBuffer.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return bytesByAttachment();
    }
  }

  private static MethodHandle bytesByAttachment() {
    try {
      return MethodHandles.lookup()
          .findStatic(
              NativeMemory.class,
              "attachedBytes",
              MethodType.methodType(ByteBuffer.class, FloatBuffer.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("attachedBytes is gone", e);
    }
  }

  @SuppressWarnings("UnusedMethod") // by its name, above
  private static ByteBuffer attachedBytes(FloatBuffer floats) throws ReflectiveOperationException {
    Class<?> direct = Class.forName("sun.nio.ch.DirectBuffer");
    Method address = direct.getMethod("address");
    ByteBuffer whole = (ByteBuffer) direct.getMethod("attachment").invoke(floats);
    long offset = (long) address.invoke(floats) - (long) address.invoke(whole);
    return whole
        .duplicate()
        .clear()
        .slice(Math.toIntExact(offset), floats.capacity() * Float.BYTES);
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
