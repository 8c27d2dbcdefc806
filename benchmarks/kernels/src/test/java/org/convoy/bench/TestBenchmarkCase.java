package org.convoy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestBenchmarkCase {
  @Test
  void findsACaseByItsName() {
    assertThat(BenchmarkCase.of("vgg11_bn")).isEqualTo(BenchmarkCase.VGG11_BN);
    assertThat(BenchmarkCase.of("resnet18").imageSize()).isEqualTo(3 * 64 * 64);
  }

  @Test
  void namesTheKnownCasesForAnUnknownOne() {
    assertThatThrownBy(() -> BenchmarkCase.of("alexnet"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Unknown case 'alexnet'. Choose one of: lenet5, resnet20, vgg11_bn, resnet18, resnet50,"
                + " mobilenet_v2, mobilenet_v3_large, efficientnet_b0, densenet121, convnext_tiny");
  }
}
