package org.convoy.weights;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.convoy.weights.PickleValue.Storage;

/**
 * What {@code torch.save} has written since PyTorch 1.6: a ZIP archive of {@code NAME/data.pkl}, a
 * pickle, and of {@code NAME/data/KEY}, the elements behind its tensors. The pickle is read by
 * {@link PickleReader}, which runs no code.
 */
record ZippedPyTorchFile(WeightSource source, ZipArchive archive, String prefix) {
  private static final String PICKLE = "/data.pkl";
  private static final long LONGEST_PICKLE = 100_000_000;

  ZippedPyTorchFile {
    requireNonNull(source, "source is null");
    requireNonNull(archive, "archive is null");
    requireNonNull(prefix, "prefix is null");
  }

  static Safetensors read(WeightSource source, WeightChoice choice) throws IOException {
    ZipArchive archive = ZipArchive.open(source);
    List<String> pickles = archive.names().stream().filter(name -> name.endsWith(PICKLE)).toList();
    if (pickles.size() != 1) {
      throw new WeightFormatException(
          source.name(),
          "the archive has %d entries NAME%s, expected one as torch.save writes it"
              .formatted(pickles.size(), PICKLE));
    }

    String pickle = pickles.get(0);
    String prefix = pickle.substring(0, pickle.length() - PICKLE.length());
    return new ZippedPyTorchFile(source, archive, prefix).readTensors(choice);
  }

  private Safetensors readTensors(WeightChoice choice) throws IOException {
    refuseScript();
    refuseBigEndian();
    Object saved = readPickle();
    StateDictSearch.Found found = new StateDictSearch(source.name(), choice).find(saved);
    return found.file(new ViewCopies(source, this::storage).copy(found.tensors()));
  }

  private void refuseScript() {
    if (archive.contains(prefix + "/constants.pkl")) {
      throw problem(
          "it is a TorchScript module, which is code; save its state_dict() with torch.save");
    }
  }

  private void refuseBigEndian() throws IOException {
    String entry = prefix + "/byteorder";
    if (archive.contains(entry)) {
      String order = new String(archive.read(entry), StandardCharsets.US_ASCII);
      if (!order.equals("little")) {
        throw problem("its byte order is \"" + order + "\", expected little");
      }
    }
  }

  private Object readPickle() throws IOException {
    String entry = prefix + PICKLE;
    if (archive.size(entry) > LONGEST_PICKLE) {
      throw problem(
          "entry %s of %d bytes is longer than the allowed %d"
              .formatted(entry, archive.size(entry), LONGEST_PICKLE));
    }

    byte[] pickle = archive.read(entry);
    return new PickleReader(
            new PickleInput(source.name(), new ByteArrayInputStream(pickle), 0, pickle.length))
        .read();
  }

  private byte[] storage(Storage storage) throws IOException {
    String entry = prefix + "/data/" + storage.key();
    long expected = storage.elements() * storage.dataType().bytes();
    if (!archive.contains(entry) || archive.size(entry) != expected) {
      throw problem(
          "a storage of %d %s needs the entry %s of %d bytes, but %s"
              .formatted(
                  storage.elements(),
                  storage.dataType(),
                  entry,
                  expected,
                  archive.contains(entry) ? "it has " + archive.size(entry) : "there is none"));
    }

    return archive.read(entry);
  }

  private WeightFormatException problem(String problem) {
    return new WeightFormatException(source.name(), problem);
  }
}
