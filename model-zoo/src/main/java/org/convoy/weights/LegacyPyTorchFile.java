package org.convoy.weights;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoy.weights.PickleValue.Storage;

/**
 * What {@code torch.save} wrote before PyTorch 1.6, as many published weights still are: five
 * pickles (a magic number, the protocol, facts of the system, the value, the keys of the storages),
 * then of each storage its number of elements (8 bytes) and the elements.
 */
final class LegacyPyTorchFile {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final byte[] START = {(byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc};
  private static final long PROTOCOL = 1001;

  private final WeightSource source;
  private final PickleInput input;
  private final Map<String, Long> places = new HashMap<>();

  private LegacyPyTorchFile(WeightSource source) {
    this.source = requireNonNull(source, "source is null");
    input =
        new PickleInput(source.name(), new BufferedInputStream(source.from(0)), 0, source.length());
  }

  static boolean startsLike(byte[] start) {
    return start.length >= START.length
        && ByteBuffer.wrap(start, 0, START.length).equals(ByteBuffer.wrap(START));
  }

  static Safetensors read(WeightSource source, WeightChoice choice) throws IOException {
    return new LegacyPyTorchFile(source).readTensors(choice);
  }

  private Safetensors readTensors(WeightChoice choice) throws IOException {
    require(MAGIC.equals(pickle().read()), "the magic number is another");
    require(Long.valueOf(PROTOCOL).equals(pickle().read()), "the protocol is not " + PROTOCOL);
    require(
        pickle().read() instanceof Map<?, ?> system
            && Boolean.TRUE.equals(system.get("little_endian")),
        "it was not written on a little-endian machine");
    PickleReader saved = pickle();
    StateDictSearch.Found found = new StateDictSearch(source.name(), choice).find(saved.read());
    require(
        pickle().read() instanceof List<?> keys && locate(keys, saved.storages()),
        "it does not list its storages");
    return found.file(new ViewCopies(source, this::storage).copy(found.tensors()));
  }

  private PickleReader pickle() {
    return new PickleReader(input);
  }

  /** Finds the places of the storages; false if the keys are not theirs. */
  private boolean locate(List<?> keys, Map<String, Storage> storages) throws IOException {
    long position = input.position();
    for (Object key : keys) {
      Storage storage = key instanceof String text ? storages.get(text) : null;
      if (storage == null) {
        return false;
      }

      byte[] count = bytes(storage, position, Long.BYTES);
      long elements = ByteBuffer.wrap(count).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (elements != storage.elements()) {
        throw problem(
            "storage %s has %d elements at byte %d, but tensors say %d"
                .formatted(key, elements, position, storage.elements()));
      }

      position += Long.BYTES;
      places.put(storage.key(), position);
      position = Math.addExact(position, byteCount(storage));
    }

    if (position > source.length()) {
      throw problem(
          "its storages end at byte %d, the file at %d".formatted(position, source.length()));
    }

    return true;
  }

  private byte[] storage(Storage storage) throws IOException {
    Long position = places.get(storage.key());
    if (position == null) {
      throw problem("storage " + storage.key() + " is missing");
    }

    return bytes(storage, position, byteCount(storage));
  }

  private byte[] bytes(Storage storage, long position, long count) throws IOException {
    if (count > source.length() - position || count > Integer.MAX_VALUE - Long.BYTES) {
      throw problem(
          "storage %s: %d bytes at %d are not within the file of %d, or 2 GiB and more"
              .formatted(storage.key(), count, position, source.length()));
    }

    byte[] bytes = new byte[(int) count];
    source.read(position, bytes);
    return bytes;
  }

  private static long byteCount(Storage storage) {
    return storage.elements() * storage.dataType().bytes();
  }

  private void require(boolean condition, String problem) {
    if (!condition) {
      throw problem(problem);
    }
  }

  private WeightFormatException problem(String problem) {
    return new WeightFormatException(source.name(), "no file of torch.save: " + problem);
  }
}
