package org.convoy.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestNearestName {

  @Test
  void countsInsertionsDeletionsReplacementsAndSwaps() {
    assertThat(NearestName.distance("every", "every")).isZero();
    assertThat(NearestName.distance("evry", "every")).isEqualTo(1);
    assertThat(NearestName.distance("evvery", "every")).isEqualTo(1);
    assertThat(NearestName.distance("evary", "every")).isEqualTo(1);
    assertThat(NearestName.distance("eveyr", "every")).isEqualTo(1);
    assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestName.distance("", "abc")).isEqualTo(3);
  }

  @Test
  void otherSpellingsOfWordsAreTheSame() {
    assertThat(NearestName.distance("learning_rate", "learningRate")).isZero();
    assertThat(NearestName.distance("learning-rate", "learningRate")).isZero();
  }

  @Test
  void onlyNamesThatAreNearAreSuggested() {
    List<String> names = List.of("mean", "std", "momentum");

    assertThat(NearestName.of("momentun", names)).contains("momentum");
    assertThat(NearestName.of("sdt", names)).contains("std");
    assertThat(NearestName.of("median", names)).contains("mean");
    assertThat(NearestName.of("lr", names)).isEmpty();
  }
}
