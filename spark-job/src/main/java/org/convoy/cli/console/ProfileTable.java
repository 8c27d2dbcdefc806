package org.convoy.cli.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.convoy.nn.kernel.KernelProfile;
import org.convoy.nn.kernel.KernelTime;

/** Where the time of training steps goes, as lines of a table or for programs. */
public final class ProfileTable {
  private static final int MOST = 20;
  private static final String NOTHING = "-";
  private static final String ROW = "%%-%ds  %%-20s  %%-30s  %%-4s  %%10s  %%6s  %%8s  %%7s";
  private static final double MICRO = 1e6;
  private static final double PERCENT = 100;

  private ProfileTable() {}

  /** A line for each pass of each layer, then the sums. */
  public static List<String> all(KernelProfile profile) {
    return lines(profile, profile.times());
  }

  /** Those that take most of the time, then the sums. */
  public static List<String> mostTime(KernelProfile profile) {
    List<KernelTime> most =
        profile.times().stream()
            .sorted(Comparator.comparingDouble(KernelTime::seconds).reversed())
            .limit(MOST)
            .toList();
    List<String> lines = new ArrayList<>();
    lines.add("Where the time of a step goes, the longest first:");
    lines.addAll(lines(profile, most));
    return lines;
  }

  private static List<String> lines(KernelProfile profile, List<KernelTime> times) {
    int width = times.stream().mapToInt(time -> time.layer().length()).reduce(8, Math::max);
    String format = ROW.formatted(width);
    List<String> lines = new ArrayList<>();
    lines.add(
        format.formatted(
            "Layer", "Pass", "Implementation", "Type", "us/image", "share", "GFLOP/s", "of peak"));
    times.forEach(time -> lines.add(row(format, profile, time)));
    lines.add("");
    sums(profile).forEach(sum -> lines.add(row(format, profile, sum)));
    lines.add(row(format, profile, sum("total", profile.times())));
    if (!profile.peaks().isEmpty()) {
      String peaks =
          profile.peaks().entrySet().stream()
              .map(peak -> "%s %.0f GFLOP/s".formatted(peak.getKey(), peak.getValue()))
              .collect(Collectors.joining(", "));
      lines.add("Peak of one core in products of matrices: " + peaks + ".");
      lines.add("Products with padding count, though kernels leave out most of them.");
    }

    return lines.stream().map(String::stripTrailing).toList();
  }

  /** What has operations by pass and precision, all else by pass. */
  private static List<KernelTime> sums(KernelProfile profile) {
    Map<List<String>, List<KernelTime>> groups = new LinkedHashMap<>();
    for (KernelTime time : profile.times()) {
      String what = time.operations() > 0 ? "products" : "others";
      groups
          .computeIfAbsent(List.of(what, time.pass(), time.precision()), key -> new ArrayList<>())
          .add(time);
    }

    return groups.entrySet().stream()
        .sorted(Comparator.comparing(group -> group.getKey().get(0), Comparator.reverseOrder()))
        .map(group -> sum(group.getKey().get(0), group.getValue()))
        .toList();
  }

  private static KernelTime sum(String what, List<KernelTime> times) {
    boolean isOnePass = times.stream().map(KernelTime::pass).distinct().count() == 1;
    boolean isOneType = times.stream().map(KernelTime::precision).distinct().count() == 1;
    return new KernelTime(
        what,
        isOnePass ? times.get(0).pass() : "",
        "",
        isOneType ? times.get(0).precision() : "",
        times.stream().mapToDouble(KernelTime::seconds).sum(),
        times.stream().mapToLong(KernelTime::operations).sum());
  }

  private static String row(String format, KernelProfile profile, KernelTime time) {
    boolean isCounted = time.operations() > 0;
    return format.formatted(
        time.layer(),
        time.pass(),
        time.implementation(),
        time.precision(),
        "%,.1f".formatted(time.seconds() / Math.max(1, profile.images()) * MICRO),
        "%.1f %%".formatted(share(profile, time) * PERCENT),
        isCounted ? "%.1f".formatted(time.gigaflops()) : NOTHING,
        isCounted && profile.peaks().containsKey(time.precision())
            ? "%.0f %%".formatted(profile.shareOfPeak(time) * PERCENT)
            : NOTHING);
  }

  private static double share(KernelProfile profile, KernelTime time) {
    return profile.times().isEmpty() ? 0 : time.seconds() / profile.seconds();
  }

  /** For programs. */
  public static Result json(KernelProfile profile) {
    return new Result(
        profile.images(),
        profile.seconds(),
        profile.peaks(),
        profile.times().stream().map(time -> Row.of(profile, time)).toList());
  }

  /**
   * A profile for programs.
   *
   * @param images of the steps that were timed
   * @param seconds of one core that they took
   * @param peakGigaflops of one core, by precision
   * @param passes in the order in which they run
   */
  public record Result(
      long images, double seconds, Map<String, Double> peakGigaflops, List<Row> passes) {}

  /**
   * A pass of a layer.
   *
   * @param share of all seconds
   * @param gigaflops reached; 0 where operations are not counted
   * @param shareOfPeak of its precision
   */
  public record Row(
      String layer,
      String pass,
      String implementation,
      String precision,
      double seconds,
      double share,
      double gigaflops,
      double shareOfPeak) {
    static Row of(KernelProfile profile, KernelTime time) {
      return new Row(
          time.layer(),
          time.pass(),
          time.implementation(),
          time.precision(),
          time.seconds(),
          ProfileTable.share(profile, time),
          time.gigaflops(),
          profile.shareOfPeak(time));
    }
  }
}
