package org.convoy.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;
import org.junit.jupiter.api.Test;

final class TestStateDict {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          List.of(
              new Segment("fc.weight", 0, 6, List.of(2, 3), Role.WEIGHT),
              new Segment("fc.bias", 6, 2, List.of(2), Role.BIAS)));
  private static final float[] PARAMETERS = {1, 2, 3, 4, 5, 6, 7, 8};

  @Test
  void namesAndFlattens() {
    Map<String, Tensor> tensors = StateDict.of(LAYOUT, PARAMETERS);

    assertThat(tensors.keySet()).containsExactly("fc.weight", "fc.bias");
    assertThat(tensors.get("fc.weight").shape()).containsExactly(2, 3);
    assertThat(tensors.get("fc.bias").floats()).containsExactly(7, 8);
    assertThat(StateDict.flatten("x", tensors, LAYOUT)).containsExactly(PARAMETERS);
  }

  @Test
  void ignoresPyTorchsCountOfBatches() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(StateDict.of(LAYOUT, PARAMETERS));
    tensors.put("bn.num_batches_tracked", Tensor.ofLongs(new long[] {7}));

    assertThat(StateDict.flatten("x", tensors, LAYOUT)).containsExactly(PARAMETERS);
  }

  @Test
  void listsEverythingThatDoesNotFit() {
    Map<String, Tensor> tensors =
        Map.of(
            "fc.weight", Tensor.ofFloats(new float[6], 3, 2),
            "fc2.bias", Tensor.ofFloats(new float[2], 2));

    assertThatThrownBy(() -> StateDict.flatten("a.safetensors", tensors, LAYOUT))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage(
            """
            a.safetensors: does not fit the network:
              fc.weight has shape [3, 2], expected [2, 3]
              missing fc.bias
              unexpected fc2.bias""");
  }

  @Test
  void refusesValuesThatAreNotFiniteAndVariancesBelowZero() {
    ParameterLayout layout =
        new ParameterLayout(
            List.of(
                new Segment("bn.running_mean", 0, 2, List.of(2), Role.RUNNING_MEAN),
                new Segment("bn.running_var", 2, 2, List.of(2), Role.RUNNING_VAR)));

    assertThat(flatten(layout, -1, 2, 0, 1)).containsExactly(-1, 2, 0, 1);
    assertThatThrownBy(() -> flatten(layout, 1, Float.NaN, 1, 1))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage(
            "x: bn.running_mean has NaN at element 1; the training it comes from diverged, or the"
                + " file is damaged");
    assertThatThrownBy(() -> flatten(layout, 1, 1, -0.5f, 1))
        .hasMessageContaining("bn.running_var has the variance -0.5 at element 0");
  }

  private static float[] flatten(ParameterLayout layout, float... values) {
    return StateDict.flatten("x", StateDict.of(layout, values), layout);
  }

  @Test
  void refusesAVectorOfAnotherLength() {
    assertThatThrownBy(() -> StateDict.of(LAYOUT, new float[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the layout has 8 parameters, not 7");
  }
}
