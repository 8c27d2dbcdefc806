package org.convoy.train.round;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.broadcast.Broadcast;
import org.convoy.train.round.Handover.Copied;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

final class TestHandover {
  /** Of a driver that its executors no longer hear. */
  private static final class StuckBroadcast extends Broadcast<String> {
    private static final long serialVersionUID = 1;
    private boolean isAsked;

    private StuckBroadcast() {
      super(1, ClassTag$.MODULE$.apply(String.class));
    }

    @Override
    public String getValue() {
      return "value";
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
    StuckBroadcast stuck = new StuckBroadcast();
    new Copied<>(stuck).close();

    assertThat(stuck.isAsked).isTrue();
  }
}
