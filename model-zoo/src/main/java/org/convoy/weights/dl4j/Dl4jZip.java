package org.convoy.weights.dl4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.WeightFormatException;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Zip files that DL4J's {@code ModelSerializer.restoreComputationGraph} loads, made of DL4J's own
 * layers: {@value #CONFIGURATION} and {@value #COEFFICIENTS}, and before them {@value #METADATA},
 * which DL4J passes over and Convoy reads. Equal models are equal bytes.
 */
public final class Dl4jZip {
  /** The metadata's key of the architecture as JSON. */
  public static final String MODEL = "convoy.model";

  private static final String METADATA = "convoy.json";
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final String UPDATER = "updaterState.bin";
  private static final Set<String> JAVA_OBJECTS = Set.of("normalizer.bin", "preprocessor.bin");
  private static final String OBJECTS_FOLDER = "objects/";
  private static final byte[] LOCAL_HEADER = {'P', 'K', 3, 4};
  private static final int NAME_OFFSET = 30;
  private static final int LONGEST_TEXT = 16 << 20;
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String source;
  private final BoundedInflation compressed;
  private final ZipInputStream zip;
  private final long length;
  private final Set<String> seen = new HashSet<>();
  private Map<String, String> metadata;
  private StockNetwork network;

  private Dl4jZip(String source, InputStream stream, long length) {
    this.source = requireNonNull(source, "source is null");
    this.length = length;
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
    zip.write(JSON.writeValueAsBytes(new TreeMap<>(metadata)));
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

  /**
   * Reads what {@link #write} wrote, from a stream, which is left open. An optimizer's state is
   * passed over; entries that hold Java objects, and unknown ones, are refused. No memory is taken
   * for weights that the file is too short for.
   *
   * @param source the name of the file, for messages
   * @param length bytes of the whole file
   * @return tensors by PyTorch's names, and the metadata
   * @throws WeightFormatException when it is damaged, hostile, or was not written by Convoy
   */
  public static Safetensors read(String source, InputStream stream, long length)
      throws IOException {
    Dl4jZip file = new Dl4jZip(source, stream, length);
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

    for (String name : new String[] {METADATA, CONFIGURATION, COEFFICIENTS}) {
      if (!seen.contains(name)) {
        throw problem("entry \"%s\" is missing; is the file truncated?".formatted(name));
      }
    }

    return new Safetensors(network.tensors(), metadata);
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
      case CONFIGURATION -> checkConfiguration(text(name, content));
      case COEFFICIENTS -> Coefficients.read(source, content, known().parameters());
      case UPDATER -> content.transferTo(OutputStream.nullOutputStream());
      default -> throw refused(name);
    }
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
    try {
      metadata = JSON.readValue(text, new TypeReference<Map<String, String>>() {});
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
    if (parameters * Float.BYTES > length * BoundedInflation.MOST + BoundedInflation.HARMLESS) {
      throw problem(
          "the network in %s has %d parameters, which a file of %d bytes cannot hold"
              .formatted(METADATA, parameters, length));
    }
  }

  /** The text decides nothing, but the two must not say different things. */
  private void checkConfiguration(String text) {
    if (!text.equals(known().json())) {
      throw problem(
          "entry %s is not the one of the network in %s".formatted(CONFIGURATION, METADATA));
    }
  }

  private StockNetwork known() {
    if (network == null) {
      throw problem(
          "no entry %s before the others: only files that Convoy exported can be read; it says what"
                  .formatted(METADATA)
              + " network the weights are for");
    }

    return network;
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
