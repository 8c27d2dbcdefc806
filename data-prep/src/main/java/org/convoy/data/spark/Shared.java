package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * The value of a broadcast that is larger than a task should be: the list of an archive's files
 * would travel with each of them. Goes by Java serialization, as a task's own fields do, and
 * compressed, whatever {@code spark.broadcast.compress} says: names and places of a million files
 * shrink to a tenth, on which the first round waits in every executor.
 */
record Shared<T extends Serializable>(T value) implements Serializable {
  Shared {
    requireNonNull(value, "value is null");
  }

  private Object writeReplace() {
    return new Compressed(value);
  }

  /** The value as it travels. */
  private static final class Compressed implements Serializable {
    private static final int FASTEST = 1;

    private final byte[] bytes;

    private Compressed(Serializable value) {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();

      try (ObjectOutputStream output =
          new ObjectOutputStream(new ZstdOutputStream(compressed, FASTEST))) {
        output.writeObject(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }

      this.bytes = compressed.toByteArray();
    }

    private Object readResolve() throws InvalidObjectException {
      try (ObjectInputStream input =
          new ObjectInputStream(new ZstdInputStream(new ByteArrayInputStream(bytes)))) {
        return new Shared<>((Serializable) input.readObject());
      } catch (IOException | ClassNotFoundException e) {
        InvalidObjectException invalid = new InvalidObjectException("cannot be unpacked: " + e);
        invalid.initCause(e);
        throw invalid;
      }
    }
  }
}
