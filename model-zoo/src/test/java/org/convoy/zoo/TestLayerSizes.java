package org.convoy.zoo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.LayerList;
import org.convoy.nn.parameter.ParameterLayout;
import org.junit.jupiter.api.Test;

/** Layers of a config that are larger than any memory are refused before any is taken. */
final class TestLayerSizes {
  private static final String TOO_LARGE = "would have more than 2^31 - 1 values";

  private static void assertRefused(Map<String, ?> layer) {
    List<Object> list = new ArrayList<>(List.of(layer));
    list.add("flatten");
    list.add(Map.of("linear", Map.of("out", 10)));
    assertThatThrownBy(
            () ->
                ParameterLayout.of(
                    ModelZoo.configuration(
                        Architecture.of(LayerList.of(list), 10, new InputShape(3, 28, 28)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(TOO_LARGE);
  }

  @Test
  void channels() {
    assertRefused(Map.of("conv2d", Map.of("out", Integer.MAX_VALUE, "kernel", 3)));
    assertRefused(Map.of("conv2d", Map.of("out", 1 << 22, "kernel", 3, "padding", 1)));
    assertRefused(Map.of("conv2d", Map.of("out", 8, "kernel", 3, "padding", Integer.MAX_VALUE)));
  }

  @Test
  void outputs() {
    assertRefused(Map.of("adaptiveAvgPool2d", Map.of("output", 60_000)));
    assertRefused(Map.of("adaptiveAvgPool2d", Map.of("output", Integer.MAX_VALUE)));
  }
}
