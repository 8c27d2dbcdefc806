package org.convoy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.convoy.nn.optimizer.Adadelta;
import org.convoy.nn.optimizer.Adagrad;
import org.convoy.nn.optimizer.Adam;
import org.convoy.nn.optimizer.AdamW;
import org.convoy.nn.optimizer.Clipping;
import org.convoy.nn.optimizer.NAdam;
import org.convoy.nn.optimizer.ParameterGroup;
import org.convoy.nn.optimizer.Regularization;
import org.convoy.nn.optimizer.Regularization.Decayed;
import org.convoy.nn.optimizer.RmsProp;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;
import org.junit.jupiter.api.Test;

class TestOptimizerConfig {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          List.of(
              new Segment("conv1.weight", 0, 4, List.of(4), Role.WEIGHT),
              new Segment("fc.weight", 4, 2, List.of(1, 2), Role.WEIGHT),
              new Segment("fc.bias", 6, 1, List.of(1), Role.BIAS)));

  private static OptimizerConfig parse(String optimizer) {
    String text = "data.path = /data\noptimizer { " + optimizer + " }";
    return ConvoyConfig.parse("test.conf", text, List.of()).optimizer();
  }

  @Test
  void defaultsArePyTorchsButForSgd() {
    assertThat(parse("").toOptimizer(LAYOUT)).isEqualTo(Sgd.of(0.9, 5e-4));
    assertThat(parse("name = adam").toOptimizer(LAYOUT)).isEqualTo(Adam.ofDefaults());
    assertThat(parse("name = adamw").toOptimizer(LAYOUT)).isEqualTo(AdamW.ofDefaults());
    assertThat(parse("name = nadam").toOptimizer(LAYOUT)).isEqualTo(NAdam.ofDefaults());
    assertThat(parse("name = adagrad").toOptimizer(LAYOUT)).isEqualTo(Adagrad.ofDefaults());
    assertThat(parse("name = adadelta").toOptimizer(LAYOUT)).isEqualTo(Adadelta.ofDefaults());
    assertThat(parse("name = rmsprop").toOptimizer(LAYOUT)).isEqualTo(RmsProp.ofDefaults());
  }

  @Test
  void learningRatesByDefault() {
    assertThat(parse("").learningRate()).isEqualTo(0.05);
    assertThat(parse("name = adam").learningRate()).isEqualTo(0.001);
    assertThat(parse("name = adamw").learningRate()).isEqualTo(0.001);
    assertThat(parse("name = nadam").learningRate()).isEqualTo(0.002);
    assertThat(parse("name = adagrad").learningRate()).isEqualTo(0.01);
    assertThat(parse("name = adadelta").learningRate()).isEqualTo(1.0);
    assertThat(parse("name = rmsprop").learningRate()).isEqualTo(0.01);
  }

  @Test
  void everyArgument() {
    assertThat(parse("momentum = 0.5, dampening = 0.1, weightDecay = 0.2").toOptimizer(LAYOUT))
        .isEqualTo(new Sgd(0.5, 0.1, 0.2, false));
    assertThat(parse("nesterov = true").toOptimizer(LAYOUT)).isEqualTo(new Sgd(0.9, 0, 5e-4, true));
    String adam = "betas = [0.8, 0.9], eps = 1e-3, amsgrad = true, weightDecay = 0.2";
    assertThat(parse("name = adam," + adam).toOptimizer(LAYOUT))
        .isEqualTo(new Adam(0.8, 0.9, 1e-3, 0.2, true));
    assertThat(parse("name = adamw," + adam).toOptimizer(LAYOUT))
        .isEqualTo(new AdamW(0.8, 0.9, 1e-3, 0.2, true));
    assertThat(parse("name = nadam, eps = 1e-3, momentumDecay = 0.1").toOptimizer(LAYOUT))
        .isEqualTo(new NAdam(0.9, 0.999, 1e-3, 0, 0.1));
    assertThat(
            parse("name = adagrad, lrDecay = 0.1, initialAccumulatorValue = 2, eps = 1")
                .toOptimizer(LAYOUT))
        .isEqualTo(new Adagrad(0.1, 0, 2, 1));
    assertThat(parse("name = adadelta, rho = 0.5, eps = 1").toOptimizer(LAYOUT))
        .isEqualTo(new Adadelta(0.5, 1, 0));
    assertThat(
            parse("name = rmsprop, alpha = 0.5, eps = 1, momentum = 0.1, centered = true")
                .toOptimizer(LAYOUT))
        .isEqualTo(new RmsProp(0.5, 1, 0, 0.1, true));
  }

  @Test
  void groups() {
    String fast = "{match = [\"fc.*\"], learningRateScale = 10, weightDecay = 0, momentum = 0}";
    String still = "{match = [conv1.weight]}";
    assertThat(parse("groups = [" + fast + ", " + still + "]").toOptimizer(LAYOUT))
        .isEqualTo(
            Sgd.of(0.9, 5e-4)
                .with(
                    List.of(
                        new ParameterGroup(Set.of("fc.weight", "fc.bias"), Sgd.plain(), 10),
                        new ParameterGroup(Set.of("conv1.weight"), Sgd.of(0.9, 5e-4), 1)),
                    Regularization.NONE,
                    Clipping.NONE));
    assertThat(
            parse("name = adam, eps = 1, groups = [{match = [fc.bias], betas = [0, 0.5]}]")
                .toOptimizer(LAYOUT))
        .isEqualTo(
            new Adam(0.9, 0.999, 1, 0, false)
                .with(
                    List.of(
                        new ParameterGroup(Set.of("fc.bias"), new Adam(0, 0.5, 1, 0, false), 1)),
                    Regularization.NONE,
                    Clipping.NONE));
  }

  @Test
  void groupsThatDoNotFitTheNetwork() {
    assertThatThrownBy(() -> parse("groups = [{match = [\"conv2.*\"]}]").toOptimizer(LAYOUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("No parameter matches \"conv2.*\"; nearest are ");
    assertThatThrownBy(
            () ->
                parse("groups = [{match = [\"fc.*\"]}, {match = [\"*.bias\"]}]")
                    .toOptimizer(LAYOUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Parameter \"fc.bias\" is in two groups; each must be in one at most");
  }

  @Test
  void penaltiesAndLimits() {
    assertThat(parse("l1 = 0.1, l2 = 0.2, clip.norm = 3").toOptimizer(LAYOUT))
        .isEqualTo(
            Sgd.of(0.9, 5e-4).with(new Regularization(0.1, 0.2, Decayed.ALL), Clipping.byNorm(3)));
    assertThat(parse("decayBiasAndNorm = false, clip.value = 3").toOptimizer(LAYOUT))
        .isEqualTo(
            Sgd.of(0.9, 5e-4).with(new Regularization(0, 0, Decayed.WEIGHTS), Clipping.byValue(3)));
  }
}
