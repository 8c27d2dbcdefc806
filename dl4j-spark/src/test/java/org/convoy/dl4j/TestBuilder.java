package org.convoy.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingHook;
import org.junit.jupiter.api.Test;

final class TestBuilder {
  @Test
  void hasTheDefaultsOfParameterAveraging() {
    assertThat(new ConvoyTrainingMaster.Builder(32).build())
        .hasToString(
            "ConvoyTrainingMaster{\"workers\":null,\"batchSizePerWorker\":16,\"averagingFrequency\":5,\"saveUpdater\":true,\"rngSeed\":42}");
  }

  @Test
  void takesTheSettingsOfParameterAveraging() {
    ConvoyTrainingMaster master =
        new ConvoyTrainingMaster.Builder(4, 32)
            .batchSizePerWorker(8)
            .averagingFrequency(3)
            .saveUpdater(false)
            .rngSeed(7)
            .workerPrefetchNumBatches(2)
            .repartionData(Repartition.Always)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .trainingHooks(List.of())
            .build();

    assertThat(master.toJson())
        .isEqualTo(
            "{\"workers\":4,\"batchSizePerWorker\":8,\"averagingFrequency\":3,\"saveUpdater\":false,\"rngSeed\":7}");
  }

  @Test
  void refusesNumbersBelowOne() {
    assertThatThrownBy(() -> new ConvoyTrainingMaster.Builder().averagingFrequency(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("averagingFrequency must be at least 1, got 0");
    assertThatThrownBy(() -> new ConvoyTrainingMaster.Builder(-1, 1))
        .hasMessage("workers must be at least 1, got -1");
  }

  @Test
  void refusesHooks() {
    assertThatThrownBy(
            () -> new ConvoyTrainingMaster.Builder().trainingHooks(new TrainingHook[] {null}))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("ConvoyTrainingMaster has no training hooks:");
  }
}
