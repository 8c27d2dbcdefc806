package org.convoy.cli.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convoy.metric.ClassMetrics;
import org.convoy.metric.ConfusionMatrix;
import org.convoy.metric.ConfusionMatrix.Cell;

/** What is said of each class of an evaluation, as lines of a table. */
public final class ClassTable {
  private static final int LONGEST_NAME = 32;
  private static final String ROW = "%%-%ds  %%8s  %%9s  %%6s  %%6s  %%s";

  private ClassTable() {}

  /**
   * One line a class, in the order of the labels, between a heading and the mean.
   *
   * @param names in the order of the labels
   */
  public static List<String> lines(ConfusionMatrix confusion, List<String> names) {
    List<ClassMetrics> classes = confusion.classes(names);
    int width =
        names.stream().mapToInt(name -> shown(name).length()).reduce("Class".length(), Math::max);
    String format = ROW.formatted(width);
    List<String> rows =
        IntStream.range(0, names.size())
            .mapToObj(label -> row(format, classes.get(label), mistake(confusion, label, names)))
            .toList();
    List<String> lines = new ArrayList<>();
    lines.add(format.formatted("Class", "images", "precision", "recall", "F1", "mostly taken for"));
    lines.addAll(rows);
    lines.add(row(format, ClassMetrics.mean("mean", classes), ""));
    return lines.stream().map(String::stripTrailing).toList();
  }

  private static String row(String format, ClassMetrics metrics, String mistake) {
    return format.formatted(
        shown(metrics.name()),
        "%,d".formatted(metrics.support()),
        "%.4f".formatted(metrics.precision()),
        "%.4f".formatted(metrics.recall()),
        "%.4f".formatted(metrics.f1()),
        mistake);
  }

  /** The other class that most of a class's samples were taken for; empty where there is none. */
  private static String mistake(ConfusionMatrix confusion, int label, List<String> names) {
    return confusion.counts().subMap(new Cell(label, 0), new Cell(label + 1, 0)).entrySet().stream()
        .filter(entry -> entry.getKey().predicted() != label)
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(
            most ->
                "%s (%,d)".formatted(shown(names.get(most.getKey().predicted())), most.getValue()))
        .orElse("");
  }

  /** Names of classes come from strangers. */
  private static String shown(String name) {
    String escaped = PredictionFormat.escaped(name);
    return escaped.length() <= LONGEST_NAME
        ? escaped
        : escaped.substring(0, LONGEST_NAME - 1) + "…";
  }
}
