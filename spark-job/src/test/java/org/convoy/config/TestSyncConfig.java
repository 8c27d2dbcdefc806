package org.convoy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.convoy.config.StrategyConfig.SlowMoConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.strategy.ParameterAveraging.OptimizerStateRule;
import org.convoy.strategy.SlowMo;
import org.convoy.strategy.SlowMo.LookAhead;
import org.convoy.strategy.Strategy.Output;
import org.convoy.strategy.SyncInterval;
import org.junit.jupiter.api.Test;

final class TestSyncConfig {
  private static ConvoyConfig parse(String sync) {
    return ConvoyConfig.parse("a.conf", "data.path = /data\nsync { " + sync + " }", List.of());
  }

  private static void assertProblems(String sync, String... problems) {
    assertThatThrownBy(() -> parse(sync))
        .isInstanceOfSatisfying(
            ConfigException.class,
            exception -> assertThat(exception.problems()).containsExactlyInAnyOrder(problems));
  }

  @Test
  void gradientSynchronisesEachStepAndHasOneOptimizerState() {
    SyncConfig gradient = parse("strategy = gradient").sync();

    assertThat(gradient.every()).isEqualTo(1);
    assertThat(gradient.strategy().toStrategy().output()).isEqualTo(Output.GRADIENTS);
    assertThat(parse("strategy = gradient, every = 1").sync()).isEqualTo(gradient);
  }

  @Test
  void slowmoHasAnOuterOptimizer() {
    assertThat(slowMo("").toStrategy())
        .isEqualTo(new SlowMo(OptimizerStateRule.AVERAGE, 1, 0.5, LookAhead.NONE));
    assertThat(slowMo("outer.nesterov = true").toStrategy())
        .isEqualTo(new SlowMo(OptimizerStateRule.AVERAGE, 0.7, 0.9, LookAhead.NESTEROV));
    assertThat(slowMo("").optimizerState()).isEqualTo(OptimizerStateRule.AVERAGE);
  }

  private static SlowMoConfig slowMo(String settings) {
    return (SlowMoConfig) parse("strategy = slowmo, " + settings).sync().strategy();
  }

  @Test
  void intervals() {
    SyncInterval fixed = parse("every = 7").sync().toInterval(4, 100);
    SyncInterval postLocal = parse("every = 7, postLocal.epoch = 2").sync().toInterval(4, 100);
    SyncInterval quadratic = parse("every = 7, qsr.coefficient = 0.5").sync().toInterval(4, 100);

    assertThat(fixed.steps(0, 0.1)).isEqualTo(7);
    assertThat(postLocal.steps(199, 0.1)).isEqualTo(1);
    assertThat(postLocal.steps(200, 0.1)).isEqualTo(7);
    assertThat(quadratic.steps(0, 0.2)).isEqualTo(7);
    assertThat(quadratic.steps(0, 0.15)).isEqualTo(11);
    assertThat(quadratic.steps(0, 0)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void refusesWhatGradientDoesNotHave() {
    assertProblems(
        "strategy = gradient\n every = 5\n optimizerState = local\n qsr.coefficient = 0.1",
        "a.conf:3: sync.every = 5: must be 1 for sync.strategy = gradient, which synchronises in"
            + " each step",
        "a.conf:4: sync.optimizerState = \"local\": is not a setting of sync.strategy ="
            + " gradient, but of average, slowmo; gradient has none: one optimizer state is for all"
            + " workers",
        "a.conf:5: sync.qsr.coefficient = 0.1: is no setting of sync.strategy = gradient");
    assertProblems(
        "strategy = gradient, compress = fp16",
        "a.conf:2: sync.compress = \"fp16\": is no setting of sync.strategy = gradient");
    assertProblems(
        "strategy = gradient, postLocal.epoch = 2",
        "a.conf:2: sync.postLocal.epoch = 2: has no effect with sync.every = 1");
  }

  @Test
  void refusesAnOuterOptimizerOfOtherStrategies() {
    assertProblems(
        "outer { momentum = 0.5, nesterov = false }",
        "a.conf:2: sync.outer.momentum = 0.5: is not a setting of sync.strategy = average, but"
            + " of slowmo; average has optimizerState",
        "a.conf:2: sync.outer.nesterov = false: is not a setting of sync.strategy = average,"
            + " but of slowmo; average has optimizerState");
  }

  @Test
  void refusesTwoRulesForTheLengthOfRounds() {
    assertProblems(
        "postLocal { epoch = 2, fraction = 0.5 }",
        "a.conf:2: sync.postLocal.fraction = 0.5: cannot be combined with sync.postLocal.epoch;"
            + " set one of them to null");
    assertProblems(
        "postLocal.fraction = 0.5, qsr.coefficient = 0.1",
        "a.conf:2: sync.qsr.coefficient = 0.1: cannot be combined with sync.postLocal.fraction");
  }

  @Test
  void refusesRulesThatDoNotSuitTheTraining() {
    assertProblems(
        "postLocal.epoch = 10",
        "a.conf:2: sync.postLocal.epoch = 10: must be below epochs, which is 10");
    assertProblems(
        "qsr.coefficient = 0.1 }\nschedule { name = one-cycle",
        "a.conf:2: sync.qsr.coefficient = 0.1: needs a learning rate that falls after the warm-up;"
            + " that of one-cycle rises first");
  }
}
