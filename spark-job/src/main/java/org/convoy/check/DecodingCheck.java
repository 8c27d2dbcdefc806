package org.convoy.check;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.convoy.check.executor.Executor;
import org.convoy.check.executor.ExecutorFacts;
import org.convoy.check.executor.MemorySettings;
import org.convoy.check.executor.Text;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.train.HeapNeed;
import org.convoy.train.MemoryNeed;

/**
 * Whether the images that all task slots decode at once fit into the executors beside the model,
 * going by the largest image that was seen.
 *
 * @param model what is held of it meanwhile; empty where it is not known
 */
record DecodingCheck(
    DecodingMemory image,
    Optional<MemoryNeed> model,
    MemorySettings settings,
    List<Executor> executors)
    implements Check {
  private static final String SUBJECT = "decoding";

  DecodingCheck {
    requireNonNull(image, "image is null");
    requireNonNull(model, "model is null");
    requireNonNull(settings, "settings is null");
    executors = List.copyOf(executors);
  }

  @Override
  public List<Finding> findings() {
    return executors.stream()
        .filter(executor -> executor.facts().isPresent())
        .flatMap(executor -> problems(executor, executor.facts().get()).stream())
        .findFirst()
        .map(List::of)
        .orElseGet(() -> List.of(Finding.ok(SUBJECT, summary())));
  }

  private String summary() {
    return "the largest image seen takes %s on the heap and %s outside it while it is decoded"
        .formatted(Text.size(image.heap()), Text.size(image.outside()));
  }

  private long modelHeap(Executor executor) {
    return model
        .map(MemoryNeed::heap)
        .map(
            heap ->
                settings.isEmbedded()
                    ? heap.driver()
                    : heap.executor() + heap.slot() * executor.slots())
        .orElse(0L);
  }

  private List<Finding> problems(Executor executor, ExecutorFacts facts) {
    long heap = HeapNeed.IDLE + modelHeap(executor) + image.heap() * executor.slots();
    long outside =
        image.outside() * executor.slots()
            + model.map(need -> need.replicas(executor.slots())).orElse(0L);

    if (facts.heapBytes() < heap) {
      return List.of(
          Finding.problem(
              SUBJECT,
              ("%s has a heap of %s; the largest image seen, decoded by %s at once, takes %s with"
                      + " the model: set %s=%s, begin data.transforms with a resize or a crop, which"
                      + " need no whole image, or lower data.maxPixels")
                  .formatted(
                      executor.name(),
                      Text.size(facts.heapBytes()),
                      Text.count(executor.slots(), "task slot"),
                      Text.size(heap),
                      settings.heapSetting(),
                      Text.setting(heap))));
    }

    if (settings.containerOverhead() > 0 && settings.containerOverhead() < outside) {
      return List.of(
          Finding.problem(
              SUBJECT,
              ("the container of %s has %s beside the heap; the largest image seen, decoded by %s"
                      + " at once, takes %s there with the replicas: set"
                      + " spark.executor.memoryOverhead=%s")
                  .formatted(
                      executor.name(),
                      Text.size(settings.containerOverhead()),
                      Text.count(executor.slots(), "task slot"),
                      Text.size(outside),
                      Text.setting(outside))));
    }

    return List.of();
  }
}
