package org.convoy.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.convoy.config.binding.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestTaskDevice {
  @Test
  void anAddressIsCudasNumber() {
    assertThat(TaskDevice.of(List.of("3")).gpu()).hasValue(3);
  }

  @Test
  void outsideOfTasksThereIsTheCpu() {
    assertThat(TaskDevice.ofThisTask().isGpu()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPU-8f7a", "0,1", "-1", "99999"})
  void refusesWhatIsNotOneNumber(String addresses) {
    List<String> assigned = Arrays.asList(addresses.split(",", -1));

    assertThatThrownBy(() -> TaskDevice.of(assigned))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "gpu: a task needs one GPU by its number, Spark assigned " + assigned + "; set ");
  }
}
