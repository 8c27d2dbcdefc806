package org.convoy.data.feed;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.convoy.data.DataException;
import org.convoy.data.Sample;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.feed.BatchFeed.BadImagePolicy;

/** Minibatches without the images that cannot be decoded, and the names of those. */
final class BatchRepair {
  private final BadImagePolicy policy;
  private final List<String> names = new ArrayList<>();

  BatchRepair(BadImagePolicy policy) {
    this.policy = requireNonNull(policy, "policy is null");
  }

  /**
   * Attempts the images of a minibatch and gives what fails and is borne, by place: what the
   * transforms cannot take is not.
   */
  SortedMap<Integer, DataException> failures(int count, IntConsumer attempt) {
    SortedMap<Integer, DataException> failures = new TreeMap<>();
    for (int place = 0; place < count; place++) {
      try {
        attempt.accept(place);
      } catch (DataException e) {
        if (policy == BadImagePolicy.REFUSE || !(e.getCause() instanceof BadImageException)) {
          throw e;
        }

        failures.put(place, e);
      }
    }

    return failures;
  }

  /**
   * The samples of a minibatch that are used in its place.
   *
   * @param failures of its bad samples, at least one, by their places
   * @throws DataException when none is left to take their places
   */
  List<Sample> repaired(List<Sample> batch, SortedMap<Integer, DataException> failures) {
    failures.keySet().forEach(place -> names.add(SampleLoader.name(batch.get(place))));
    if (policy == BadImagePolicy.REPLACE && failures.size() == batch.size()) {
      throw failures.get(failures.firstKey());
    }

    List<Sample> used = new ArrayList<>(batch.size());
    for (int place = 0; place < batch.size(); place++) {
      if (!failures.containsKey(place)) {
        used.add(batch.get(place));
      } else if (policy == BadImagePolicy.REPLACE) {
        Sample good = nextGood(batch, failures, place);
        used.add(new Sample(batch.get(place).id(), good.label(), good.image()));
      }
    }

    return used;
  }

  private static Sample nextGood(
      List<Sample> batch, SortedMap<Integer, DataException> failures, int bad) {
    int place = bad;
    while (failures.containsKey(place)) {
      place = (place + 1) % batch.size();
    }

    return batch.get(place);
  }

  /** Of the bad images so far, in the order of the samples. */
  List<String> names() {
    return List.copyOf(names);
  }
}
