package org.convoy.weights.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes as protobuf's documentation has them. */
final class TestProtobufMessage {
  private static String hex(ProtobufMessage message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.writeTo(bytes);
    assertThat(message.size()).isEqualTo(bytes.size());
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Test
  void integersAreVarints() throws IOException {
    assertThat(hex(new ProtobufMessage().add(1, 150L))).isEqualTo("089601");
    assertThat(hex(new ProtobufMessage().add(1, 0L))).isEqualTo("0800");
    assertThat(hex(new ProtobufMessage().add(20, 127L))).isEqualTo("a0017f");
    assertThat(hex(new ProtobufMessage().add(1, -2L))).isEqualTo("08feffffffffffffffff01");
  }

  @Test
  void stringsAndMessagesHaveTheirLengthBefore() throws IOException {
    assertThat(hex(new ProtobufMessage().add(2, "testing"))).isEqualTo("120774657374696e67");
    assertThat(hex(new ProtobufMessage().add(3, new ProtobufMessage().add(1, 150L))))
        .isEqualTo("1a03089601");
    assertThat(hex(new ProtobufMessage().add(3, new ProtobufMessage()))).isEqualTo("1a00");
  }

  @Test
  void floatsAreLittleEndian() throws IOException {
    assertThat(hex(new ProtobufMessage().add(2, 1.5f))).isEqualTo("150000c03f");
  }

  @Test
  void bytesAreNotCopied() throws IOException {
    byte[] bytes = {1, 2, 3};
    ProtobufMessage message = new ProtobufMessage().add(9, ByteBuffer.wrap(bytes));
    bytes[1] = 7;

    assertThat(hex(message)).isEqualTo("4a03010703");
    assertThat(hex(message)).as("written twice").isEqualTo("4a03010703");
  }
}
