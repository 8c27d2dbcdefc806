package org.convoy.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSafetensors {
  private static final String F32_OF_2 = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

  private static Safetensors example() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("labels", Tensor.of(DataType.U8, new byte[] {1, 2, 3}, 3));
    tensors.put("conv.weight", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    tensors.put("conv.bias", Tensor.ofFloats(new float[] {7}));
    tensors.put("step", Tensor.ofLongs(new long[] {9}, 1));
    tensors.put("empty", Tensor.ofFloats(new float[0], 0, 4));
    return new Safetensors(tensors, Map.of("b", "zwei \"ü\"", "a", "1"));
  }

  private static byte[] write(Safetensors file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    file.write(bytes);
    return bytes.toByteArray();
  }

  private static Safetensors read(byte[] bytes) throws IOException {
    return Safetensors.read("test.safetensors", new ByteArrayInputStream(bytes), bytes.length);
  }

  private static byte[] file(String header, int dataBytes) {
    return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  private static byte[] file(byte[] header, int dataBytes) {
    return ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] bytes) {
    return assertThatThrownBy(() -> read(bytes)).isInstanceOf(WeightFormatException.class);
  }

  private static void assertRefused(String header, int dataBytes, String problem) {
    assertRefused(file(header, dataBytes)).hasMessage("test.safetensors: " + problem);
  }

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    Safetensors read = read(write(example()));

    assertThat(read).isEqualTo(example());
    assertThat(read.tensor("conv.weight").floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(read.tensors().keySet())
        .containsExactly("step", "conv.bias", "conv.weight", "empty", "labels");
  }

  @Test
  void equalContentsGiveEqualBytesInAnyOrder() throws IOException {
    Map<String, Tensor> reversed = new LinkedHashMap<>();
    example().tensors().keySet().stream()
        .sorted()
        .forEach(name -> reversed.put(name, example().tensor(name)));

    assertThat(write(new Safetensors(reversed, example().metadata()))).isEqualTo(write(example()));
  }

  @Test
  void headerIsCompactSortedAndPaddedToEightBytes() throws IOException {
    byte[] bytes = write(example());
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();

    assertThat(length % 8).isZero();
    assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8).stripTrailing())
        .isEqualTo(
            "{\"__metadata__\":{\"a\":\"1\",\"b\":\"zwei \\\"ü\\\"\"},"
                + "\"step\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"conv.bias\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]},"
                + "\"conv.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[12,36]},"
                + "\"empty\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[36,36]},"
                + "\"labels\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[36,39]}}");
    assertThat(bytes).hasSize(8 + length + 39);
  }

  @Test
  void fileWithoutTensors() throws IOException {
    Safetensors nothing = new Safetensors(Map.of(), Map.of());

    assertThat(write(nothing)).isEqualTo(file("{}      ", 0));
    assertThat(read(write(nothing))).isEqualTo(nothing);
  }

  @Test
  void viewsOfAVectorAreWrittenAsCopiesOfItAre() throws IOException {
    float[] vector = new float[40_000];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = 1f / i;
    }

    float[] part = Arrays.copyOfRange(vector, 7, 7 + 39_000);
    Tensor view = Tensor.viewOf(vector, 7, part.length, 39, 1000);
    Tensor copy = Tensor.ofFloats(part, 39, 1000);

    assertThat(write(new Safetensors(Map.of("a", view), Map.of())))
        .isEqualTo(write(new Safetensors(Map.of("a", copy), Map.of())));
    assertThat(view).isEqualTo(copy);
    assertThat(view.floats()).isEqualTo(part);
    assertThat(view.bytes()).isEqualTo(copy.bytes());
  }

  @Test
  void floatsAreReadStraightIntoVectors() throws IOException {
    Map<String, Tensor> tensors =
        Map.of("a", Tensor.ofFloats(new float[20_000], 20_000), "b", Tensor.ofFloats(vector(), 1));
    byte[] bytes = write(new Safetensors(tensors, Map.of()));

    Map<String, float[]> read =
        Safetensors.readFloats("x", new ByteArrayInputStream(bytes), bytes.length);

    assertThat(read.keySet()).containsExactly("a", "b");
    assertThat(read.get("a")).isEqualTo(new float[20_000]);
    assertThat(read.get("b")).isEqualTo(vector());
    byte[] mixed = write(example());
    assertThatThrownBy(
            () -> Safetensors.readFloats("x", new ByteArrayInputStream(mixed), mixed.length))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage("x: tensor step has type I64, expected F32");
  }

  private static float[] vector() {
    return new float[] {3};
  }

  @Test
  void localFiles(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("weights.safetensors");
    Files.write(path, write(example()));
    assertThat(Safetensors.read(path)).isEqualTo(example());

    Files.write(path, new byte[3]);
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage(path + ": the file ends within its header");
  }

  @Test
  void missingTensorIsNamed() {
    assertThatThrownBy(() -> new Safetensors(Map.of(), Map.of()).tensor("fc.bias"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no tensor fc.bias among []");
  }

  @Test
  void reservedNameCannotBeWritten() {
    Safetensors file = new Safetensors(Map.of("__metadata__", Tensor.ofInts(new int[1])), Map.of());

    assertThatThrownBy(() -> write(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no tensor can be named __metadata__");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = write(example());
    for (int length = 0; length < whole.length; length += 1) {
      assertRefused(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void damagedBytesAreRefusedOrReadButNeverFailOtherwise() throws IOException {
    byte[] whole = write(example());
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    for (int trial = 0; trial < 1_000; trial += 1) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
      try {
        read(damaged);
      } catch (WeightFormatException e) {
        refused += 1;
      }
    }

    assertThat(refused).isBetween(200, 999);
  }

  @Test
  void streamThatEndsBeforeTheGivenLength() throws IOException {
    byte[] whole = write(example());

    assertThatThrownBy(
            () ->
                Safetensors.read(
                    "short", new ByteArrayInputStream(whole, 0, whole.length - 1), whole.length))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage("short: tensor labels: the file ends after 2 of its 3 bytes");
    assertThatThrownBy(
            () -> Safetensors.read("long", new ByteArrayInputStream(whole), whole.length - 1))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage(
            "long: the tensors take 39 bytes, but 38 follow the header, so the file is truncated");
  }

  @Test
  void streamThatGoesOnAfterTheGivenLength() throws IOException {
    byte[] whole = write(example());

    assertThatThrownBy(
            () ->
                Safetensors.read(
                    "long",
                    new ByteArrayInputStream(Arrays.copyOf(whole, whole.length + 1)),
                    whole.length))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage("long: more bytes follow the expected " + whole.length);
  }

  @Test
  void headerLengthsThatTheFileCannotHold() {
    byte[] bytes = file("{}", 0);
    ByteBuffer length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    length.putLong(0, 1L << 60);
    assertRefused(bytes)
        .hasMessage(
            "test.safetensors: the header's length is given as 1152921504606846976 bytes,"
                + " but the file has only 10");
    length.putLong(0, -1);
    assertRefused(bytes)
        .hasMessage(
            "test.safetensors: the header's length is given as 18446744073709551615 bytes,"
                + " but the file has only 10");
    length.putLong(0, 3);
    assertRefused(bytes)
        .hasMessage(
            "test.safetensors: the header's length is given as 3 bytes, but the file has only 10");
    length.putLong(0, 100_000_001);
    assertThatThrownBy(() -> Safetensors.read("huge", new ByteArrayInputStream(bytes), 1L << 40))
        .hasMessage("huge: a header of 100000001 bytes is longer than the allowed 100000000");
  }

  @Test
  void headersThatAreNoJsonObject() {
    String noObject = "the header does not begin with {; this is no safetensors file";
    assertRefused("", 0, noObject);
    assertRefused("[]", 0, noObject);
    assertRefused(" {}", 0, noObject);
    assertRefused(
        "{\"a\"}",
        0,
        "the header is not valid JSON: Unexpected character ('}' (code 125)):"
            + " was expecting a colon to separate field name and value");
    assertRefused(
        "{} {}",
        0,
        "the header is not valid JSON: Trailing token (of type START_OBJECT) found after value"
            + " (bound as `com.fasterxml.jackson.databind.JsonNode`): not allowed as per"
            + " `DeserializationFeature.FAIL_ON_TRAILING_TOKENS`");
    assertRefused(file(new byte[] {'{', '"', (byte) 0xff, '"', '}'}, 0))
        .hasMessage("test.safetensors: the header is not UTF-8");
  }

  @Test
  void namesThatOccurTwice() {
    assertRefused(
        "{\"a\":" + F32_OF_2 + ",\"a\":" + F32_OF_2 + "}",
        8,
        "the header is not valid JSON: Duplicate field 'a'");
  }

  @Test
  void tensorsThatOverlapOrLeaveGaps() {
    String second = "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[%d,%d]}";
    assertRefused(
        "{\"a\":" + F32_OF_2 + ",\"b\":" + second.formatted(4, 8) + "}",
        8,
        "tensor b: data_offsets begin at 4, but tensor a ends at 8:"
            + " tensors must neither overlap nor leave gaps");
    assertRefused(
        "{\"b\":" + second.formatted(12, 16) + ",\"a\":" + F32_OF_2 + "}",
        16,
        "tensor b: data_offsets begin at 12, but tensor a ends at 8:"
            + " tensors must neither overlap nor leave gaps");
    assertRefused(
        "{\"b\":" + second.formatted(1, 5) + "}",
        5,
        "tensor b: data_offsets begin at 1, but the header ends at 0:"
            + " tensors must neither overlap nor leave gaps");
  }

  @Test
  void bytesThatAreMissingOrLeftOver() {
    assertRefused(
        "{\"a\":" + F32_OF_2 + "}",
        7,
        "the tensors take 8 bytes, but 7 follow the header, so the file is truncated");
    assertRefused(
        "{\"a\":" + F32_OF_2 + "}",
        9,
        "the tensors take 8 bytes, but 9 follow the header, which leaves bytes over");
  }

  @Test
  void shapesThatDoNotFit() {
    String entry = "{\"a\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}}";
    assertRefused(
        entry.formatted("[3]", "[0,8]"),
        8,
        "tensor a: F32 of shape [3] takes 12 bytes, but data_offsets [0, 8] hold 8");
    assertRefused(
        entry.formatted("[4294967296,4294967296]", "[0,0]"),
        0,
        "tensor a: shape [4294967296, 4294967296] overflows");
    assertRefused(
        entry.formatted("[4611686018427387904]", "[0,0]"),
        0,
        "tensor a: shape [4611686018427387904] overflows");
    assertRefused(
        entry.formatted("[2147483648]", "[0,8589934592]"),
        0,
        "tensor a: has 8589934592 bytes; F32 tensors have at most 8589934556");
    assertRefused(
        entry.replace("F32", "I8").formatted("[2147483648]", "[0,2147483648]"),
        0,
        "tensor a: has 2147483648 bytes; I8 tensors have at most 2147483639");
    assertRefused(
        entry.formatted("[-2]", "[0,8]"),
        8,
        "tensor a: shape must be a list of whole numbers from 0, but is [-2]");
    assertRefused(
        entry.formatted("[2.0]", "[0,8]"),
        8,
        "tensor a: shape must be a list of whole numbers from 0, but is [2.0]");
    assertRefused(
        entry.formatted("2", "[0,8]"),
        8,
        "tensor a: shape must be a list of whole numbers from 0, but is 2");
    assertRefused(
        entry.formatted("[2]", "[0,18446744073709551624]"),
        8,
        "tensor a: data_offsets must be a list of whole numbers from 0,"
            + " but is [0,18446744073709551624]");
    assertRefused(entry.formatted("[2]", "[8,0]"), 8, "tensor a: data_offsets are no range: [8,0]");
    assertRefused(entry.formatted("[2]", "[0]"), 8, "tensor a: data_offsets are no range: [0]");
  }

  @Test
  void fieldsThatAreUnknownOrMissing() {
    assertRefused(
        "{\"a\":{\"dtype\":\"F33\",\"shape\":[],\"data_offsets\":[0,4]}}",
        4,
        "tensor a: unknown dtype \"F33\"; known: [BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, F16,"
            + " BF16, I32, U32, F32, F64, I64, U64]");
    assertRefused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"offsets\":[0,4]}}",
        4,
        "tensor a: expected the fields [data_offsets, dtype, shape], found [dtype, offsets, shape]");
    assertRefused(
        "{\"a\":7}", 0, "tensor a: expected the fields [data_offsets, dtype, shape], found []");
  }

  @Test
  void metadataThatAreNoStrings() {
    assertRefused(
        "{\"__metadata__\":[]}", 0, "__metadata__ must be an object of strings, but is ARRAY");
    assertRefused("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__.a must be a string");
  }

  @Test
  void quotationsFromTheFileAreCut() {
    assertRefused("{\"" + "a".repeat(600) + "\":7}", 0, "tensor " + "a".repeat(493) + "…");
  }

  @Test
  void publicWeightsAreRead() throws IOException {
    String folder = System.getProperty("reference.data.dir", "");
    Path file = Path.of(folder, "weights", "resnet20-cifar10.safetensors");
    assumeThat(file)
        .as("set -Dreference.data.dir to the folder that holds weights/ to read public weights")
        .isRegularFile();

    Safetensors weights = Safetensors.read(file);
    assertThat(weights.metadata()).containsKeys("architecture", "classes", "normalize");
    assertThat(weights.tensor("conv1.weight").shape()).containsExactly(16, 3, 3, 3);
    assertThat(weights.tensor("bn1.num_batches_tracked").longs()).hasSize(1);
    assertThat(
            weights.tensors().entrySet().stream()
                .filter(entry -> entry.getKey().matches(".*\\.(weight|bias)"))
                .mapToInt(entry -> entry.getValue().floats().length)
                .sum())
        .isEqualTo(269_722);
    assertThat(read(write(weights))).isEqualTo(weights);
  }
}
