package org.convoy.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TestModelState {
  @Test
  void hashesParametersAsLittleEndianFloat32() {
    ModelState state = new ModelState(new float[] {1, -2.5f}, new float[] {7});

    // printf '\x00\x00\x80\x3f\x00\x00\x20\xc0' | sha256sum
    assertThat(state.weightsSha256())
        .isEqualTo("48943f7a0ea247f8e3c9386d0c5822fe181d323a9289980426638cc4e72a43e1");
  }

  @Test
  void hashesVectorsLongerThanAChunk() {
    float[] zeros = new float[100_000];

    // head -c 400000 /dev/zero | sha256sum
    assertThat(new ModelState(zeros, new float[0]).weightsSha256())
        .isEqualTo("946cc2661d32ad837bd22fb051ee47ed6012e33a6db1617870fec60691ed7f09");
  }

  @Test
  void tellsFiniteFromDiverged() {
    assertThat(new ModelState(new float[] {1, 2}, new float[0]).isFinite()).isTrue();
    assertThat(new ModelState(new float[] {1, Float.NaN}, new float[0]).isFinite()).isFalse();
    assertThat(new ModelState(new float[] {Float.NEGATIVE_INFINITY, 1}, new float[0]).isFinite())
        .isFalse();
  }
}
