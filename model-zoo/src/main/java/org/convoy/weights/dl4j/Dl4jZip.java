package org.convoy.weights.dl4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.FloatBuffer;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.convoy.common.Json;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.WeightFormatException;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Zip files of DL4J's {@code ModelSerializer}: {@value #CONFIGURATION} and {@value #COEFFICIENTS}.
 * Those that Convoy writes {@code ModelSerializer.restoreComputationGraph} loads, made of DL4J's
 * own layers; before the others they have {@value #METADATA}, which DL4J passes over. Equal models
 * are equal bytes. Those that DL4J wrote are read if all their layers are on a list.
 */
public final class Dl4jZip {
  /** The metadata's key of the architecture as JSON. */
  public static final String MODEL = "convoy.model";

  private static final String METADATA = "convoy.json";
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final String UPDATER = "updaterState.bin";

  /** Vectors of an optimizer as long as the parameters; AMSGrad has three. */
  private static final long MOST_STATES = 4;

  private static final Set<String> JAVA_OBJECTS = Set.of("normalizer.bin", "preprocessor.bin");
  private static final String OBJECTS_FOLDER = "objects/";
  private static final byte[] LOCAL_HEADER = {'P', 'K', 3, 4};
  private static final int NAME_OFFSET = 30;
  private static final int LONGEST_TEXT = 16 << 20;

  /** Of what is parsed; some thousand characters a layer. */
  private static final int LONGEST_FOREIGN_CONFIGURATION = 4 << 20;

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final String source;
  private final BoundedInflation compressed;
  private final ZipInputStream zip;
  private final long length;
  private final OptionalInt side;
  private final Set<String> seen = new HashSet<>();
  private Map<String, String> metadata;
  private StockNetwork network;
  private ImportedNetwork imported;
  private FloatBuffer importedValues;

  private Dl4jZip(String source, InputStream stream, long length, OptionalInt side) {
    this.source = requireNonNull(source, "source is null");
    this.length = length;
    this.side = requireNonNull(side, "side is null");
    compressed = new BoundedInflation(new BufferedInputStream(stream));
    zip = new ZipInputStream(compressed, UTF_8);
  }

  /** How many bytes of a file {@link #startsLike} wants to see. */
  public static int signatureLength() {
    return NAME_OFFSET + COEFFICIENTS.length() + METADATA.length();
  }

  /**
   * Whether a file begins like one of these.
   *
   * @param start the first {@link #signatureLength} bytes, fewer of a shorter file
   */
  public static boolean startsLike(byte[] start) {
    String text = new String(start, ISO_8859_1);
    return text.startsWith(new String(LOCAL_HEADER, ISO_8859_1))
        && (text.startsWith(METADATA, NAME_OFFSET)
            || text.startsWith(CONFIGURATION, NAME_OFFSET)
            || text.startsWith(COEFFICIENTS, NAME_OFFSET));
  }

  /**
   * Writes a file; the stream is left open. Nothing is written before the network is known to be
   * expressible.
   *
   * @param source what messages call the tensors
   * @param tensors parameters and running statistics by PyTorch's names
   * @param metadata text by name, with the architecture at {@link #MODEL}
   * @throws IllegalArgumentException if DL4J lacks one of the layers; the message names it
   * @throws WeightFormatException if the tensors are not those of the network
   */
  public static void write(
      String source, Map<String, Tensor> tensors, Map<String, String> metadata, OutputStream stream)
      throws IOException {
    ComputationGraphConfiguration configuration =
        ModelZoo.configuration(Architecture.fromJson(metadata.get(MODEL)));
    StateDict.requireFit(source, tensors, ParameterLayout.of(configuration), Set.of());
    try (StockNetwork network = StockNetwork.of(configuration)) {
      network.load(tensors);
      write(network, metadata, stream);
    }
  }

  private static void write(StockNetwork network, Map<String, String> metadata, OutputStream stream)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(stream, UTF_8);
    zip.setLevel(Deflater.BEST_SPEED);
    put(zip, METADATA);
    zip.write(Json.MAPPER.writeValueAsBytes(new TreeMap<>(metadata)));
    put(zip, CONFIGURATION);
    zip.write(network.json().getBytes(UTF_8));
    put(zip, COEFFICIENTS);
    BufferedOutputStream buffered = new BufferedOutputStream(zip);
    long[] shape = network.graph().params().shapeInfoDataBuffer().asLong();
    Coefficients.write(buffered, shape, network.parameters());
    buffered.flush();
    zip.finish();
  }

  private static void put(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
  }

  /** As the other, of files that say the size of images or have one layer that tells it. */
  public static Safetensors read(String source, InputStream stream, long length)
      throws IOException {
    return read(source, stream, length, OptionalInt.empty());
  }

  /**
   * Reads what {@link #write} or DL4J wrote, from a stream, which is left open. An optimizer's
   * state is passed over; entries that hold Java objects, and unknown ones, are refused. No memory
   * is taken for weights that the file is too short for.
   *
   * @param source the name of the file, for messages
   * @param length bytes of the whole file
   * @param side of square images, which many files of DL4J do not say, in pixels
   * @return tensors by PyTorch's names, and the metadata: of a file of DL4J's {@link #MODEL} alone,
   *     a list of layers
   * @throws WeightFormatException when it is damaged or hostile, or has a layer that is not read
   */
  public static Safetensors read(String source, InputStream stream, long length, OptionalInt side)
      throws IOException {
    Dl4jZip file = new Dl4jZip(source, stream, length, side);
    try {
      return file.read();
    } catch (ZipException | EOFException | UTFDataFormatException e) {
      throw new WeightFormatException(source, "no sound zip file: " + e.getMessage(), e);
    } finally {
      file.free();
    }
  }

  private void free() {
    if (network != null) {
      network.close();
    }
  }

  private Safetensors read() throws IOException {
    for (ZipEntry entry = nextEntry(); entry != null; entry = nextEntry()) {
      String name = entry.getName();
      if (!seen.add(name)) {
        throw problem("entry \"%s\" is there twice".formatted(name));
      }

      readEntry(name, compressed.guard(source, name, zip));
    }

    for (String name : new String[] {CONFIGURATION, COEFFICIENTS}) {
      if (!seen.contains(name)) {
        throw problem("entry \"%s\" is missing; is the file truncated?".formatted(name));
      }
    }

    return imported == null
        ? new Safetensors(network.tensors(), metadata)
        : new Safetensors(
            imported.tensors(importedValues), Map.of(MODEL, imported.architecture().toJson()));
  }

  private ZipEntry nextEntry() throws IOException {
    try {
      return zip.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw new WeightFormatException(source, "an entry's name is no text", e);
    }
  }

  private void readEntry(String name, InputStream content) throws IOException {
    switch (name) {
      case METADATA -> readMetadata(text(name, content));
      case CONFIGURATION -> readConfiguration(text(name, content));
      case COEFFICIENTS -> Coefficients.read(source, content, values());
      case UPDATER -> passOverUpdater();
      default -> throw refused(name);
    }
  }

  /** Of a network that was not trained yet it is zeros, which compress as in no other entry. */
  private void passOverUpdater() throws IOException {
    long parameters = network != null ? network.parameters().remaining() : importedSize();
    long most = MOST_STATES * parameters * Float.BYTES + BoundedInflation.HARMLESS;
    byte[] chunk = new byte[1 << 14];
    for (long length = 0, count = 0; count >= 0; length += count) {
      if (length > most) {
        throw problem(
            "entry %s: more than %d bytes are no optimizer's state of %d parameters"
                .formatted(UPDATER, most, parameters));
      }

      count = zip.read(chunk);
    }
  }

  private long importedSize() {
    return imported == null ? 0 : imported.size();
  }

  private WeightFormatException refused(String name) {
    return JAVA_OBJECTS.contains(name) || name.startsWith(OBJECTS_FOLDER)
        ? problem(
            "entry \"%s\" is a Java object, which could run code when it is read; Convoy reads none"
                .formatted(name))
        : problem(
            "entry \"%s\" is none of %s, %s, %s, %s"
                .formatted(name, METADATA, CONFIGURATION, COEFFICIENTS, UPDATER));
  }

  private void readMetadata(String text) {
    if (imported != null) {
      throw problem("entry %s comes after %s".formatted(METADATA, CONFIGURATION));
    }

    try {
      metadata = Json.MAPPER.readValue(text, new TypeReference<Map<String, String>>() {});
      String model = metadata == null ? null : metadata.get(MODEL);
      if (model == null) {
        throw problem("entry %s: no text \"%s\" with the architecture".formatted(METADATA, MODEL));
      }

      ComputationGraphConfiguration configuration =
          ModelZoo.configuration(Architecture.fromJson(model));
      requireRoom(ParameterLayout.of(configuration).size());
      network = StockNetwork.of(configuration);
    } catch (ArithmeticException e) {
      throw new WeightFormatException(
          source,
          "entry %s: the network has more parameters than an array holds".formatted(METADATA),
          e);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new WeightFormatException(
          source, "entry %s: %s".formatted(METADATA, e.getMessage()), e);
    }
  }

  private void requireRoom(long parameters) {
    if (parameters > (length * BoundedInflation.MOST + BoundedInflation.HARMLESS) / Float.BYTES) {
      throw problem(
          "the network has %d parameters, which a file of %d bytes cannot hold"
              .formatted(parameters, length));
    }
  }

  /** Beside metadata the text decides nothing, but the two must not say different things. */
  private void readConfiguration(String text) {
    if (network == null) {
      importNetwork(text);
    } else if (!text.equals(network.json())) {
      throw problem(
          "entry %s is not the one of the network in %s".formatted(CONFIGURATION, METADATA));
    }
  }

  private void importNetwork(String text) {
    if (text.length() > LONGEST_FOREIGN_CONFIGURATION) {
      throw problem(
          "entry %s is longer than %d characters"
              .formatted(CONFIGURATION, LONGEST_FOREIGN_CONFIGURATION));
    }

    try {
      imported = ImportedNetwork.of(text, side);
    } catch (ArithmeticException e) {
      throw new WeightFormatException(
          source,
          "entry %s: the network has more parameters than an array holds".formatted(CONFIGURATION),
          e);
    } catch (IllegalArgumentException e) {
      throw new WeightFormatException(
          source, "entry %s: %s".formatted(CONFIGURATION, e.getMessage()), e);
    }
  }

  /** Where the values go, once it is known how many they are. */
  private FloatBuffer values() {
    if (network != null) {
      return network.parameters();
    }

    if (imported == null) {
      throw problem("no entry %s before %s".formatted(CONFIGURATION, COEFFICIENTS));
    }

    requireRoom(imported.size());
    importedValues = FloatBuffer.allocate(Math.toIntExact(imported.size()));
    return importedValues.duplicate();
  }

  private String text(String name, InputStream content) throws IOException {
    byte[] bytes = content.readNBytes(LONGEST_TEXT + 1);
    if (bytes.length > LONGEST_TEXT) {
      throw problem("entry %s is longer than %d bytes".formatted(name, LONGEST_TEXT));
    }

    return new String(bytes, UTF_8);
  }

  private WeightFormatException problem(String problem) {
    return new WeightFormatException(source, problem);
  }
}
