package org.convoy.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.ModelDescription;
import org.convoy.train.Models;
import org.convoy.train.SquaresDataset;
import org.junit.jupiter.api.Test;

final class TestReplicaPool {
  /** A momentum of its own makes a spec that no other test of this process asks for. */
  private static ReplicaSpec spec(double momentum) {
    ConvoyConfig config =
        ConvoyConfig.parse(
            "test.conf",
            "data { path = /data, normalize { mean = [0.5], std = [0.5] } }\n"
                + "model.layers = [flatten, {linear {out = 4}}]",
            List.of("optimizer.momentum=" + momentum));
    ModelDescription model = Models.describe(config, new SquaresDataset(20));
    return DriverModel.of(config, model).spec();
  }

  @Test
  void lendsAReplicaAgain() {
    ReplicaSpec spec = spec(0.11);
    Replica first = ReplicaPool.with(spec, replica -> replica);

    assertThat(ReplicaPool.<Replica>with(spec, replica -> replica)).isSameAs(first);
  }

  @Test
  void lendsOneReplicaToOneTaskAtATime() {
    ReplicaSpec spec = spec(0.12);
    ReplicaPool.Loan<ReplicaSpec, Replica> first = ReplicaPool.lend(spec);
    ReplicaPool.Loan<ReplicaSpec, Replica> second = ReplicaPool.lend(spec);

    assertThat(second.replica()).isNotSameAs(first.replica());
    first.giveBack();
    second.giveBack();
  }

  @Test
  void closesAReplicaWhoseTaskFailed() {
    ReplicaSpec spec = spec(0.13);
    Replica[] failed = new Replica[1];

    assertThatThrownBy(
            () ->
                ReplicaPool.with(
                    spec,
                    replica -> {
                      failed[0] = replica;
                      throw new IllegalStateException("of the task");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("of the task");
    assertThat(ReplicaPool.<Replica>with(spec, replica -> replica)).isNotSameAs(failed[0]);
  }

  @Test
  void keepsNoneOfAnotherSpec() {
    ReplicaSpec before = spec(0.14);
    Replica old = ReplicaPool.with(before, replica -> replica);
    ReplicaPool.with(spec(0.15), replica -> replica);

    assertThat(ReplicaPool.<Replica>with(before, replica -> replica)).isNotSameAs(old);
  }

  /** As of two trainings whose tasks take turns. */
  @Test
  void findsItsOwnAmongOthers() {
    ReplicaPool.Loan<ReplicaSpec, Replica> first = ReplicaPool.lend(spec(0.16));
    ReplicaPool.Loan<ReplicaSpec, Replica> second = ReplicaPool.lend(spec(0.17));
    first.giveBack();
    second.giveBack();

    assertThat(ReplicaPool.<Replica>with(spec(0.16), replica -> replica)).isSameAs(first.replica());
    assertThat(ReplicaPool.<Replica>with(spec(0.17), replica -> replica))
        .isSameAs(second.replica());
  }
}
