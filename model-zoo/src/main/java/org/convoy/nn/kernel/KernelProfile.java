package org.convoy.nn.kernel;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the time of training steps goes.
 *
 * @param images of the steps
 * @param times in the order in which they run
 * @param peaks what one core reaches in products of large matrices, in billions of operations a
 *     second, by precision
 */
public record KernelProfile(long images, List<KernelTime> times, Map<String, Double> peaks)
    implements Serializable {
  /** Of no step. */
  public static final KernelProfile EMPTY = new KernelProfile(0, List.of(), Map.of());

  public KernelProfile {
    times = List.copyOf(times);
    peaks = new TreeMap<>(requireNonNull(peaks, "peaks is null"));
  }

  /** Of both ones' steps; the faster machine's peaks. */
  public KernelProfile plus(KernelProfile other) {
    Map<List<String>, KernelTime> sums = new LinkedHashMap<>();
    for (List<KernelTime> some : List.of(times, other.times)) {
      for (KernelTime time : some) {
        sums.merge(
            List.of(time.layer(), time.pass(), time.implementation(), time.precision()),
            time,
            KernelTime::plus);
      }
    }

    Map<String, Double> faster = new TreeMap<>(peaks);
    other.peaks.forEach((precision, peak) -> faster.merge(precision, peak, Math::max));
    return new KernelProfile(images + other.images, List.copyOf(sums.values()), faster);
  }

  /** Of all its times. */
  public double seconds() {
    return times.stream().mapToDouble(KernelTime::seconds).sum();
  }

  /** The share of the peak that a pass reaches; 0 where its operations are not counted. */
  public double shareOfPeak(KernelTime time) {
    return time.gigaflops() / peaks.getOrDefault(time.precision(), Double.POSITIVE_INFINITY);
  }
}
