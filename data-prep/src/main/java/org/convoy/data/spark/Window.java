package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.convoy.data.sampler.EpochOrder;
import org.convoy.data.sampler.EpochPlan;

/**
 * Samples that a task reads at a time: a part of what one worker trains in one round.
 *
 * @param partition round × workers + worker
 * @param index of the window in the round
 */
record Window(IndexedDataset dataset, EpochPlan plan, int partition, int index) {
  Window {
    requireNonNull(dataset, "dataset is null");
    requireNonNull(plan, "plan is null");
  }

  private WorkerRound share() {
    return WorkerRound.ofPartition(plan, partition);
  }

  private int start() {
    return Math.min(share().size(), index * dataset.windowSize());
  }

  /** How many samples it has; 0 after the last of the round. */
  int size() {
    return Math.min(share().size() - start(), dataset.windowSize());
  }

  /** The ids in the order of training. */
  int[] ids() {
    EpochOrder order = plan.order();
    WorkerRound share = share();
    int[] ids = new int[size()];

    for (int i = 0; i < ids.length; i++) {
      ids[i] = order.id(share.position(start() + i));
    }

    return ids;
  }

  /** The one after it in the round. */
  Window next() {
    return new Window(dataset, plan, partition, index + 1);
  }

  /** What the worker needs after this window: of this round, or of the next one. */
  Optional<Window> following() {
    Window next = next();

    if (next.size() > 0) {
      return Optional.of(next);
    }

    return share().round() + 1 < plan.rounds().count()
        ? Optional.of(new Window(dataset, plan, partition + plan.workers(), 0))
            .filter(window -> window.size() > 0)
        : Optional.empty();
  }

  /** Whether nobody can need it any more when a task has come to the other one. */
  boolean isOver(Window other) {
    return !dataset.equals(other.dataset)
        || !plan.equals(other.plan)
        || share().round() < other.share().round();
  }
}
