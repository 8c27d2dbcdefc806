package org.convoy.train.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoy.nn.optimizer.Adadelta;
import org.convoy.nn.optimizer.Adagrad;
import org.convoy.nn.optimizer.Adam;
import org.convoy.nn.optimizer.AdamW;
import org.convoy.nn.optimizer.Clipping;
import org.convoy.nn.optimizer.NAdam;
import org.convoy.nn.optimizer.Regularization;
import org.convoy.nn.optimizer.Regularization.Decayed;
import org.convoy.nn.optimizer.RmsProp;
import org.convoy.nn.optimizer.Sgd;
import org.junit.jupiter.api.Test;

class TestOptimizerConfig {

  private static OptimizerConfig parse(String optimizer) {
    String text = "data.path = /data\noptimizer { " + optimizer + " }";
    return ConvoyConfig.parse("test.conf", text, List.of()).optimizer();
  }

  @Test
  void defaultsArePyTorchsButForSgd() {
    assertThat(parse("").toOptimizer()).isEqualTo(Sgd.of(0.9, 5e-4));
    assertThat(parse("name = adam").toOptimizer()).isEqualTo(Adam.ofDefaults());
    assertThat(parse("name = adamw").toOptimizer()).isEqualTo(AdamW.ofDefaults());
    assertThat(parse("name = nadam").toOptimizer()).isEqualTo(NAdam.ofDefaults());
    assertThat(parse("name = adagrad").toOptimizer()).isEqualTo(Adagrad.ofDefaults());
    assertThat(parse("name = adadelta").toOptimizer()).isEqualTo(Adadelta.ofDefaults());
    assertThat(parse("name = rmsprop").toOptimizer()).isEqualTo(RmsProp.ofDefaults());
  }

  @Test
  void learningRatesByDefault() {
    assertThat(parse("").learningRate()).contains(0.05);
    assertThat(parse("name = adam").learningRate()).contains(0.001);
    assertThat(parse("name = adamw").learningRate()).contains(0.001);
    assertThat(parse("name = nadam").learningRate()).contains(0.002);
    assertThat(parse("name = adagrad").learningRate()).contains(0.01);
    assertThat(parse("name = adadelta").learningRate()).contains(1.0);
    assertThat(parse("name = rmsprop").learningRate()).contains(0.01);
  }

  @Test
  void everyArgument() {
    assertThat(parse("momentum = 0.5, dampening = 0.1, weightDecay = 0.2").toOptimizer())
        .isEqualTo(new Sgd(0.5, 0.1, 0.2, false));
    assertThat(parse("nesterov = true").toOptimizer()).isEqualTo(new Sgd(0.9, 0, 5e-4, true));
    String adam = "betas = [0.8, 0.9], eps = 1e-3, amsgrad = true, weightDecay = 0.2";
    assertThat(parse("name = adam," + adam).toOptimizer())
        .isEqualTo(new Adam(0.8, 0.9, 1e-3, 0.2, true));
    assertThat(parse("name = adamw," + adam).toOptimizer())
        .isEqualTo(new AdamW(0.8, 0.9, 1e-3, 0.2, true));
    assertThat(parse("name = nadam, eps = 1e-3, momentumDecay = 0.1").toOptimizer())
        .isEqualTo(new NAdam(0.9, 0.999, 1e-3, 0, 0.1));
    assertThat(
            parse("name = adagrad, lrDecay = 0.1, initialAccumulatorValue = 2, eps = 1")
                .toOptimizer())
        .isEqualTo(new Adagrad(0.1, 0, 2, 1));
    assertThat(parse("name = adadelta, rho = 0.5, eps = 1").toOptimizer())
        .isEqualTo(new Adadelta(0.5, 1, 0));
    assertThat(
            parse("name = rmsprop, alpha = 0.5, eps = 1, momentum = 0.1, centered = true")
                .toOptimizer())
        .isEqualTo(new RmsProp(0.5, 1, 0, 0.1, true));
  }

  @Test
  void penaltiesAndLimits() {
    assertThat(parse("l1 = 0.1, l2 = 0.2, clip.norm = 3").toOptimizer())
        .isEqualTo(
            Sgd.of(0.9, 5e-4).with(new Regularization(0.1, 0.2, Decayed.ALL), Clipping.byNorm(3)));
    assertThat(parse("decayBiasAndNorm = false, clip.value = 3").toOptimizer())
        .isEqualTo(
            Sgd.of(0.9, 5e-4).with(new Regularization(0, 0, Decayed.WEIGHTS), Clipping.byValue(3)));
  }
}
