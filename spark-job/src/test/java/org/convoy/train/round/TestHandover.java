package org.convoy.train.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.convoy.state.ModelState;
import org.convoy.strategy.Precision;
import org.convoy.strategy.StateSlices;
import org.convoy.train.round.Handover.Copied;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

final class TestHandover {
  /** Of a driver that its executors no longer hear. */
  private static final class StuckBroadcast<T> extends Broadcast<T> {
    private static final long serialVersionUID = 1;
    private boolean isAsked;

    private StuckBroadcast(Class<T> type) {
      super(1, ClassTag$.MODULE$.apply(type));
    }

    @Override
    public T getValue() {
      throw new IllegalStateException("no answer");
    }

    @Override
    public void doUnpersist(boolean blocking) {}

    @Override
    public void doDestroy(boolean blocking) {
      isAsked = true;
      throw new IllegalStateException("no answer");
    }
  }

  /** A round closes many, and what comes after one that fails is freed, too. */
  @Test
  void whatCannotBeFreedStopsNothing() {
    StuckBroadcast<String> stuck = new StuckBroadcast<>(String.class);
    new Copied<>(stuck).close();

    assertThat(stuck.isAsked).isTrue();
  }

  @Test
  void aRoundFreesWhatComesAfterOneThatCannotBeFreed() {
    int before = Handover.ByReference.count();
    StuckBroadcast<ModelState> stuck = new StuckBroadcast<>(ModelState.class);
    ModelState state = new ModelState(new float[2], new float[2]);
    RoundStart start =
        new RoundStart(
            new StateSlices(2),
            Precision.FULL,
            List.of(new Copied<>(stuck), Handover.inProcess(state)),
            List.of(List.of(Handover.inProcess(state))));

    start.close();

    assertThat(stuck.isAsked).isTrue();
    assertThat(Handover.ByReference.count()).isEqualTo(before);
  }
}
