package org.convoy.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of src/test/python/pytorch_files.py. */
final class TestPyTorchFiles {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kinds",
        "kinds-legacy",
        "checkpoint",
        "checkpoint-legacy",
        "checkpoint-protocol4",
        "parameters",
        "training-values",
        "training-values-legacy",
        "training-values-protocol4"
      })
  void givesTheTensorsThatPyTorchSaved(String name) throws IOException {
    Safetensors expected = WeightFile.read(file(name + ".safetensors"));

    Safetensors read = WeightFile.read(file(name + ".pth"));

    assertThat(read.tensors()).isEqualTo(expected.tensors());
    assertThat(read.metadata()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', an empty file",
    "'<!DOCTYPE html>', a web page or other text in place of weights: download them again",
    "version https://git-lfs.github.com/spec/v1, a pointer of Git LFS in place of weights: fetch them"
        + " with git lfs pull",
    "'\u001f\u008b\b', gzip data: unpack it first"
  })
  void saysWhatStandsInThePlaceOfWeights(String content, String problem) {
    WeightSource source = WeightSource.of("x.pth", content.getBytes(ISO_8859_1));

    assertThatThrownBy(() -> WeightFile.read(source))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage("x.pth: " + problem);
  }

  /** Its length begins with the byte of &lt;. */
  @Test
  void theLengthOfAHeaderIsTakenForNoText() throws IOException {
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}       ";
    ByteBuffer file = ByteBuffer.allocate(8 + 60 + 4).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong('<').put(header.getBytes(ISO_8859_1), 0, 60).putFloat(3);

    assertThat(WeightFile.read(WeightSource.of("x", file.array())).tensor("w").floats())
        .containsExactly(3);
  }

  @Test
  void keepsEqualViewsOfAStorageOnce() throws IOException {
    Safetensors read = WeightFile.read(file("kinds.pth"));

    assertThat(read.tensor("shared")).isSameAs(read.tensor("shared_too"));
    assertThat(read.tensor("half_of_shared").floats()).containsExactly(3, 4, 5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hostile-system.pth|refused to load posix.system: only tensors and plain values are read",
        "hostile-system-legacy.pth|refused to load posix.system",
        "hostile-eval-protocol4.pth|refused to load builtins.eval",
        "hostile-module.pth|refused to load torch.nn.modules.linear.Linear: only tensors and plain"
            + " values are read, no code is run. The file holds a whole module: save its"
            + " state_dict() in its place",
        "hostile-own-module.pth|refused to load __main__.Own: only tensors and plain values are"
            + " read, no code is run. Save the state_dict() alone",
        "hostile-terminal.pth|refused to load ?[2J?[H.system: only tensors and plain values",
        "hostile-script.pt|is compressed, as in TorchScript modules, or encrypted; save a state_dict()",
        "hostile-expanded.pth|a tensor of shape [1000, 1000, 1000], strides [0, 0, 0] from element 0"
            + " does not fit its storage of 1",
        "hostile-bomb.pth|is compressed, as in TorchScript modules, or encrypted",
        "hostile-traversal.pth|entry \"archive/../../../etc/cron.d/x\" leads out of the archive",
        "hostile-missing.pth|needs the entry archive/data/0 of 32 bytes, but there is none",
        "hostile-short.pth|needs the entry archive/data/0 of 32 bytes, but it has 20",
        "hostile-big-endian.pth|its byte order is \"big\", expected little",
        "hostile-plain.pth|the header's length is given as",
      })
  void refusesHostileFilesByWhatTheyDo(String name, String problem) {
    Path file = file(name);

    assertThatThrownBy(() -> WeightFile.read(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kinds.pth", "checkpoint-legacy.pth", "parameters.safetensors"})
  void refusesEveryTruncation(String name) throws IOException {
    byte[] whole = Files.readAllBytes(file(name));

    for (int length = 0; length < whole.length; length += 7) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> WeightFile.read(WeightSource.of("part", part)))
          .isInstanceOf(WeightFormatException.class)
          .hasMessageStartingWith("part: ");
    }
  }

  @Test
  void noticesAChangedElement() throws IOException {
    byte[] content = Files.readAllBytes(file("parameters.pth"));
    byte[] weight = WeightFile.read(file("parameters.pth")).tensor("weight").data();
    content[indexOf(content, weight)] ^= 1;

    assertThatThrownBy(() -> WeightFile.read(WeightSource.of("x.pth", content)))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageMatching(
            "x.pth: entry parameters/data/0 is damaged: its CRC-32 is \\w+, expected \\w+");
  }

  @Test
  void tellsWeightsFromText() throws IOException {
    for (String name : new String[] {"kinds.pth", "kinds-legacy.pth", "kinds.safetensors"}) {
      assertThat(WeightFile.isLikely(WeightSource.of(name, Files.readAllBytes(file(name)))))
          .as(name)
          .isTrue();
    }

    for (String text : new String[] {"", "{", "{epochs = 1, model {}}", "seed = 42\n{}"}) {
      assertThat(
              WeightFile.isLikely(WeightSource.of("x.conf", text.getBytes(StandardCharsets.UTF_8))))
          .isFalse();
    }
  }

  private static int indexOf(byte[] content, byte[] part) {
    for (int i = 0; i < content.length - part.length; i++) {
      if (Arrays.equals(content, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }

    throw new AssertionError("not there");
  }

  static Path file(String name) {
    try {
      return Path.of(TestPyTorchFiles.class.getResource("/pytorch/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
