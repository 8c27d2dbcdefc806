package org.convoy.nn.kernel.onednn;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.convoy.nn.kernel.KernelTime;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.kernel.onednn.plan.Implementation;

/** What the pieces of work of some steps took. Not thread-safe. */
public final class StepTimes {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Implementation, Long> nanos = new LinkedHashMap<>();
  private long total;

  /**
   * Nanoseconds that the calling thread has computed: what else runs on the machine does not count.
   */
  public static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** One more run of a piece of work. */
  public void add(Implementation work, long took) {
    nanos.merge(work, took, Long::sum);
    total += took;
  }

  /** One more run of what no layer does. */
  public void add(String what, String pass, String by, long took) {
    add(new Implementation(what, pass, by, Precision.F32), took);
  }

  /** Nanoseconds of all. */
  public long total() {
    return total;
  }

  /** Of all pieces of work. */
  public Set<Precision> precisions() {
    return nanos.keySet().stream().map(Implementation::precision).collect(Collectors.toSet());
  }

  /**
   * A row for each pass of each layer, in the order in which they first ran.
   *
   * @param operations of a pass of a layer, in all runs
   */
  public List<KernelTime> rows(ToLongFunction<Implementation> operations) {
    Map<List<String>, List<Implementation>> passes =
        nanos.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    work -> List.of(work.layer(), work.pass()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<KernelTime> rows = new ArrayList<>();
    for (List<Implementation> works : passes.values()) {
      Set<String> names = works.stream().map(Implementation::name).collect(Collectors.toSet());
      Implementation first = works.get(0);
      rows.add(
          new KernelTime(
              first.layer(),
              first.pass(),
              names.stream().sorted().collect(Collectors.joining(" + ")),
              first.precision().settingName(),
              works.stream().mapToLong(nanos::get).sum() / 1e9,
              operations.applyAsLong(first)));
    }

    return rows;
  }
}
