package org.convoy.nn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoy.nn.model.Blocks.auxiliary;
import static org.convoy.nn.model.Blocks.branches;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;

import java.util.List;
import org.convoy.nn.dl4j.ModelItem;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;

/** How blocks become vertices. */
class TestGraphBuilder {
  private static final InputShape INPUT = new InputShape(3, 6, 5);

  @Test
  void verticesHaveTheOrderInWhichBlocksAreListed() {
    ComputationGraphConfiguration graph =
        configuration(
            named("stem", conv2d(4, 3).padding(1)),
            residual(conv2d(4, 1)).activation(relu()),
            branches(conv2d(2, 1), Sequential.of(relu(), conv2d(3, 1))),
            flatten(),
            named("fc", linear(10)));
    assertThat(graph.getTopologicalOrderStr())
        .containsExactly(
            "input",
            "stem",
            "1.0",
            "1.add",
            "1.activation",
            "2.0",
            "2.1.0",
            "2.1.1",
            "2.concat",
            "3",
            "fc",
            "loss");
    assertThat(graph.getVertexInputs().get("1.add")).isEqualTo(List.of("1.0", "stem"));
    assertThat(graph.getVertexInputs().get("2.1.0")).isEqualTo(List.of("1.activation"));
    assertThat(graph.getVertexInputs().get("2.concat")).isEqualTo(List.of("2.0", "2.1.1"));
    assertThat(graph.getNetworkOutputs()).containsExactly("loss");
  }

  @Test
  void anAuxiliaryClassifierStartsWhereItStandsAndRunsLast() {
    ComputationGraphConfiguration graph =
        configuration(
            conv2d(4, 3),
            auxiliary(0.3, Sequential.of(flatten(), linear(10))),
            relu(),
            flatten(),
            linear(10));
    List<String> order = graph.getTopologicalOrderStr();
    assertThat(graph.getVertexInputs().get("1.0")).isEqualTo(List.of("0"));
    assertThat(order.indexOf("1.1")).isGreaterThan(order.indexOf("4"));
    assertThat(graph.getVertexInputs().get("logits")).isEqualTo(List.of("4", "1.1"));
    assertThat(graph.getVertexInputs().get("loss")).isEqualTo(List.of("logits"));
  }

  @Test
  void namesTheBlocksThatDoNotFit() {
    assertThatThrownBy(() -> configuration(conv2d(4, 3), residual(conv2d(5, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Residual block \"1\": for an input of [4, 4, 3] its body gives [5, 4, 3], its shortcut"
                + " [4, 4, 3]; the two must be the same");
    assertThatThrownBy(() -> configuration(branches(conv2d(4, 3), conv2d(4, 1)), flatten()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Branches \"0\" give [[4, 4, 3], [4, 6, 5]]; height and width must be the same");
    assertThatThrownBy(() -> configuration(conv2d(4, 3), conv2d(8, 4, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Layer \"1\" needs an input of 8 channels or features, got [4, 4, 3]");
  }

  private static ComputationGraphConfiguration configuration(ModelItem... items) {
    return Sequential.of(items).configuration(10, INPUT);
  }
}
