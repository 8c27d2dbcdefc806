package org.convoy.nn.network;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelProfile;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.MachinePeak;
import org.convoy.nn.kernel.onednn.StepTimes;
import org.convoy.nn.kernel.onednn.plan.Implementation;
import org.convoy.nn.loss.Targets;

/** Times a network's training steps. */
final class NetworkProfile {
  /** Passes that compute what the layer's definition says, once each. */
  private static final Set<String> COUNTED = Set.of("forward", "backward data", "backward weights");

  private final Map<String, Long> multiplyAdds;
  private final StepTimes times = new StepTimes();
  private long images;
  private boolean isCounted;

  NetworkProfile(List<LayerSummary> layers) {
    multiplyAdds =
        layers.stream().collect(Collectors.toMap(LayerSummary::name, LayerSummary::multiplyAdds));
  }

  /** Forward, loss and backward. */
  StepMetrics step(Execution execution, Targets targets, long seed) {
    isCounted = execution.isPrepared(targets.examples());
    if (!isCounted) {
      return execution.forwardBackward(targets, seed);
    }

    execution.time(times);
    try {
      long before = times.total();
      long start = StepTimes.now();
      StepMetrics metrics = execution.forwardBackward(targets, seed);
      long took = StepTimes.now() - start;
      long ofLayers = times.total() - before;
      String rest = ofLayers == 0 ? "layers and loss" : "loss";
      times.add(rest, "forward and backward", "java", took - ofLayers);
      images += targets.examples();
      return metrics;
    } finally {
      execution.time(null);
    }
  }

  /** What comes after a step's backward pass. */
  void time(String what, String pass, Runnable work) {
    long start = StepTimes.now();
    work.run();
    if (isCounted) {
      times.add(what, pass, "java", StepTimes.now() - start);
    }
  }

  KernelProfile take(Backend backend) {
    return new KernelProfile(
        images, times.rows(this::operations), backend == Backend.ONEDNN ? peaks() : Map.of());
  }

  private Map<String, Double> peaks() {
    return times.precisions().stream()
        .collect(Collectors.toMap(Precision::settingName, MachinePeak::gigaflops));
  }

  private long operations(Implementation work) {
    return COUNTED.contains(work.pass())
        ? 2 * multiplyAdds.getOrDefault(work.layer(), 0L) * images
        : 0;
  }
}
