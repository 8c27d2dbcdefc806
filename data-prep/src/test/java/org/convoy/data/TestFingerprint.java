package org.convoy.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.convoy.common.Sha256;
import org.junit.jupiter.api.Test;

class TestFingerprint {
  private static final byte[] CONTENT = "abc".getBytes(UTF_8);

  @Test
  void hashesTheDocumentedBytes() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    // FIPS 180-2's own example.
    byte[] hash =
        HexFormat.of().parseHex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    byte[] bytes =
        ByteBuffer.allocate(64)
            .putInt(2)
            .putInt(3)
            .put("cat".getBytes(UTF_8))
            .putInt(2)
            .put("ö".getBytes(UTF_8))
            .putInt(1)
            .put(hash)
            .flip()
            .array();
    Fingerprint fingerprint = new Fingerprint(List.of("cat", "ö"));
    fingerprint.add(new Sample(0, 1, new EncodedImage("any name", CONTENT)));
    sha256.update(bytes, 0, 4 + 4 + 3 + 4 + 2 + 4 + 32);

    assertThat(fingerprint.finish()).isEqualTo(Sha256.hex(sha256));
  }

  @Test
  void hashesTheShapeOfDecodedImages() throws Exception {
    byte[] tall = Fingerprint.contentHash(new Image(3, 1, 1, CONTENT));
    byte[] wide = Fingerprint.contentHash(new Image(1, 3, 1, CONTENT));
    byte[] documented =
        MessageDigest.getInstance("SHA-256")
            .digest(ByteBuffer.allocate(15).putInt(3).putInt(1).putInt(1).put(CONTENT).array());

    assertThat(tall).isEqualTo(documented).isNotEqualTo(wide);
  }

  @Test
  void refusesWhatIsNoHash() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fingerprint(List.of()).add(0, CONTENT))
        .withMessage("a content hash has 32 bytes, not 3");
  }
}
