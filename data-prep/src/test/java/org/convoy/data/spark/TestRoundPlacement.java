package org.convoy.data.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestRoundPlacement {
  @Test
  void workersGoWhereTheirChunksAre() {
    List<int[]> kept = List.of(new int[] {0, 3}, new int[] {2, 1}, new int[] {0, 2});

    assertThat(RoundPlacement.assign(kept, 2)).containsExactly(1, 0, 1);
  }

  @Test
  void noExecutorGetsMoreThanItsShare() {
    List<int[]> kept = List.of(new int[] {3, 0}, new int[] {3, 0}, new int[] {3, 0});

    assertThat(RoundPlacement.assign(kept, 2)).containsExactly(0, 0, 1);
    assertThat(RoundPlacement.assign(kept.subList(0, 2), 2)).containsExactly(0, 1);
  }

  @Test
  void spreadsEvenlyWhileNothingIsKept() {
    List<int[]> kept = List.of(new int[3], new int[3], new int[3], new int[3]);

    assertThat(RoundPlacement.assign(kept, 3)).containsExactly(0, 1, 2, 0);
    assertThat(RoundPlacement.assign(kept.subList(0, 2), 3)).containsExactly(0, 1);
  }
}
