package org.convoy.weights.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.LayerList;
import org.convoy.nn.network.Network;
import org.convoy.weights.StateDict;
import org.convoy.weights.WeightFormatException;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Files that are damaged or meant to do harm. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestHostileZips {
  private static final String METADATA = "convoy.json";
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final Architecture ARCHITECTURE =
      Architecture.of(
          LayerList.of(List.of("flatten", Map.of("linear", Map.of("out", 2)))),
          2,
          new InputShape(1, 2, 2));

  /** A small network's configuration as objects, and its weights. */
  private static final long MOST_ALLOCATED = 32 << 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private byte[] sound;
  private Map<String, byte[]> entries;

  @BeforeAll
  void writeASoundFile() throws IOException {
    try (Network network = Network.create(ModelZoo.configuration(ARCHITECTURE))) {
      sound = TestDl4jZip.zip(ARCHITECTURE, StateDict.of(network.layout(), network.parameters()));
    }

    entries = entries(sound);
  }

  private static Map<String, byte[]> entries(byte[] file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }

    return entries;
  }

  private static byte[] zip(Map<String, byte[]> contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        zip.putNextEntry(new ZipEntry(content.getKey()));
        zip.write(content.getValue());
      }
    }

    return bytes.toByteArray();
  }

  private Map<String, byte[]> with(String name, byte[] content) {
    Map<String, byte[]> changed = new LinkedHashMap<>(entries);
    changed.put(name, content);
    return changed;
  }

  private static ThrowingCallable reading(byte[] file) {
    return () -> Dl4jZip.read("x.zip", new ByteArrayInputStream(file), file.length);
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(reading(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageStartingWith("x.zip: ")
        .hasMessageContaining(message);
  }

  @Test
  void aSoundFileIsRead() throws IOException {
    assertThat(entries.keySet()).containsExactly(METADATA, CONFIGURATION, COEFFICIENTS);
    assertThat(Dl4jZip.startsLike(Arrays.copyOf(sound, Dl4jZip.signatureLength()))).isTrue();
    assertThat(Dl4jZip.startsLike(new byte[0])).isFalse();
    assertThat(Dl4jZip.startsLike(zip(Map.of("archive/data.pkl", new byte[99])))).isFalse();
    assertThat(Dl4jZip.read("x.zip", new ByteArrayInputStream(sound), sound.length).tensors())
        .containsOnlyKeys("1.weight", "1.bias");
  }

  @Test
  void anOptimizersStateIsPassedOver() throws IOException {
    byte[] file = zip(with("updaterState.bin", new byte[10_000]));

    assertThat(Dl4jZip.read("x.zip", new ByteArrayInputStream(file), file.length).tensors())
        .hasSize(2);
  }

  @Test
  void javaObjectsAndUnknownEntriesAreRefusedByName() throws IOException {
    for (String name : new String[] {"normalizer.bin", "preprocessor.bin", "objects/run"}) {
      assertRefused(
          zip(with(name, new byte[] {(byte) 0xac, (byte) 0xed, 0, 5})),
          "entry \"%s\" is a Java object, which could run code when it is read; Convoy reads none"
              .formatted(name));
    }

    assertRefused(zip(with("../../etc/x", new byte[1])), "entry \"../../etc/x\" is none of convoy");
    assertRefused(
        zip(with("/coefficients.bin", new byte[1])), "entry \"/coefficients.bin\" is none");
  }

  @Test
  void missingAndMisplacedEntriesAreNamed() throws IOException {
    for (String name : new String[] {CONFIGURATION, COEFFICIENTS}) {
      Map<String, byte[]> fewer = new LinkedHashMap<>(entries);
      fewer.remove(name);
      assertRefused(zip(fewer), "entry \"%s\" is missing; is the file truncated?".formatted(name));
    }

    assertRefused(new byte[0], "entry \"configuration.json\" is missing");
    assertRefused(
        zip(Map.of(COEFFICIENTS, entries.get(COEFFICIENTS))),
        "no entry configuration.json before coefficients.bin");
    Map<String, byte[]> late = entries(TestImportedNetworks.savedLeNet());
    late.put(METADATA, entries.get(METADATA));
    assertRefused(zip(late), "entry convoy.json comes after configuration.json");
  }

  @Test
  void entriesThatContradictTheNetworkAreRefused() throws IOException {
    assertRefused(zip(with(METADATA, "[]".getBytes(UTF_8))), "entry convoy.json: ");
    assertRefused(zip(with(METADATA, "null".getBytes(UTF_8))), "no text \"convoy.model\"");
    assertRefused(zip(with(METADATA, "{}".getBytes(UTF_8))), "no text \"convoy.model\"");
    assertRefused(
        zip(with(METADATA, "{\"convoy.model\": {\"@class\": \"x\"}}".getBytes(UTF_8))),
        "entry convoy.json: ");
    assertRefused(
        zip(with(METADATA, "{\"convoy.model\": \"{}\"}".getBytes(UTF_8))), "Not an architecture");
    assertRefused(
        zip(with(CONFIGURATION, "{\"@class\": \"x\"}".getBytes(UTF_8))),
        "entry configuration.json is not the one of the network in convoy.json");
  }

  @Test
  void noMemoryIsTakenForWeightsThatAreNotThere() throws IOException {
    assertRefused(zip(with(METADATA, vgg19(90_000))), "508300240 parameters, which a file of ");
    assertRefused(
        zip(with(METADATA, vgg19(100_000))),
        "The network's parameters are 549,270,240 floats, 2,197,080,960 bytes");
    assertRefused(
        zip(with(METADATA, vgg19(1_000_000))),
        "parameter weight of shape [1000000, 4096] would have more than 2^31 - 1 values");
  }

  private static byte[] vgg19(int classes) {
    String model = new Architecture("vgg19", classes, 3, 224, 224).toJson();
    return "{\"convoy.model\": \"%s\"}".formatted(model.replace("\"", "\\\"")).getBytes(UTF_8);
  }

  @Test
  void coefficientsOfAnotherFormAreRefused() throws IOException {
    assertRefused(zip(with(COEFFICIENTS, new byte[0])), "coefficients.bin ends too early");
    assertRefused(zip(with(COEFFICIENTS, coefficients(1, 11, 11))), "1 x 11 values, expected");
    assertRefused(
        zip(with(COEFFICIENTS, coefficients(1, 10, Long.MAX_VALUE))),
        "9223372036854775807 values, the network has 10");
    assertRefused(
        zip(with(COEFFICIENTS, coefficients(1_000_000, 10, 10))), "an array of rank 1000000");
    assertRefused(zip(with(COEFFICIENTS, coefficients(1, 10, 10))), "ends too early");
    byte[] longer = Arrays.copyOf(entries.get(COEFFICIENTS), entries.get(COEFFICIENTS).length + 1);
    assertRefused(zip(with(COEFFICIENTS, longer)), "bytes follow the 10 values");
  }

  private static byte[] coefficients(long rank, long columns, long length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream output = new DataOutputStream(bytes);
    output.writeUTF("X");
    output.writeLong(2 * rank + 4);
    output.writeUTF("LONG");
    for (long number : new long[] {rank, columns, 1, 0, 1, 99}) {
      output.writeLong(number);
    }

    output.writeUTF("X");
    output.writeLong(length);
    output.writeUTF("FLOAT");
    output.writeFloat(1);
    return bytes.toByteArray();
  }

  @Test
  void bombsAreDefused() throws IOException {
    byte[] zeros = new byte[40 << 20];

    assertRefused(zip(with("updaterState.bin", zeros)), "entry updaterState.bin: ");
    Map<String, byte[]> first = new LinkedHashMap<>();
    first.put(METADATA, zeros);
    assertRefused(zip(first), "entry convoy.json: ");
  }

  @Test
  void everyTruncationIsNoticed() {
    for (int length = 0; length < sound.length; length += 11) {
      byte[] part = Arrays.copyOf(sound, length);
      try {
        Dl4jZip.read("x.zip", new ByteArrayInputStream(part), length);
        assertThat(length).as("only the directory at the end is not needed").isGreaterThan(900);
      } catch (WeightFormatException e) {
        assertThat(e).hasMessageStartingWith("x.zip: ");
      } catch (IOException e) {
        throw new AssertionError("length " + length, e);
      }
    }
  }

  @Test
  void changedBytesAreNoticedOrHarmless() {
    mutate(400);
  }

  @Test
  @Tag("slow")
  void manyChangedBytesAreNoticedOrHarmless() {
    mutate(50_000);
  }

  @Test
  void changedConfigurationsOfDl4jAreNoticedOrHarmless() throws IOException {
    mutateConfigurations(400);
  }

  @Test
  @Tag("slow")
  void manyChangedConfigurationsOfDl4jAreNoticedOrHarmless() throws IOException {
    mutateConfigurations(20_000);
  }

  /** Parts of the text are taken out, doubled, exchanged, or become odd numbers and names. */
  private void mutateConfigurations(int times) throws IOException {
    Map<String, byte[]> saved = entries(TestImportedNetworks.savedGraph());
    String text = new String(saved.get(CONFIGURATION), UTF_8);
    String[] tokens = text.split("(?<=[\\s,:])", -1);
    String[] odd = {
      "0",
      "-1",
      "1e999",
      "2147483648",
      "1048576",
      "99999999999999999999",
      "null",
      "[ ]",
      "{ }",
      "\"Same\"",
      "\"org.evil.Class\"",
      "[ 1048576, 1048576 ]",
      "NaN",
      "\"in\""
    };
    SplittableRandom random = new SplittableRandom(4);
    int refused = 0;
    for (int i = 0; i < times; i++) {
      String[] changed = tokens.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(tokens.length);
        int from = random.nextInt(tokens.length);
        changed[at] =
            switch (random.nextInt(4)) {
              case 0 -> "";
              case 1 -> tokens[at] + tokens[at];
              case 2 -> tokens[from];
              default -> odd[random.nextInt(odd.length)] + (tokens[at].contains(",") ? "," : "");
            };
      }

      saved.put(CONFIGURATION, String.join("", changed).getBytes(UTF_8));
      refused += isRefused(zip(saved), "change " + i) ? 1 : 0;
    }

    assertThat(refused).isBetween(times / 4, times - 1);
  }

  private boolean isRefused(byte[] file, String what) throws IOException {
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      Dl4jZip.read("x.zip", new ByteArrayInputStream(file), file.length, OptionalInt.of(15));
      return false;
    } catch (WeightFormatException e) {
      assertThat(e.getMessage()).as(what).startsWith("x.zip: ").hasSizeLessThan(600);
      return true;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what, e);
    } finally {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as(what)
          .isLessThan(MOST_ALLOCATED);
    }
  }

  private void mutate(int times) {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < times; i++) {
      byte[] file = sound.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        file[random.nextInt(file.length)] = (byte) random.nextInt();
      }

      try {
        Dl4jZip.read("x.zip", new ByteArrayInputStream(file), file.length);
      } catch (WeightFormatException e) {
        assertThat(e).hasMessageStartingWith("x.zip: ");
      } catch (IOException e) {
        throw new AssertionError("mutation " + i, e);
      }
    }
  }
}
