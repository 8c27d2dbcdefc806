package org.convoy.report;

import java.util.List;
import org.convoy.train.RangeTest.Point;

/**
 * What a page about a learning-rate range test shows.
 *
 * @param version of Convoy
 * @param config file that was tried
 * @param sentence what came out
 * @param suggestion null where there is none
 */
public record RangeTestData(
    String version, String config, String sentence, Double suggestion, List<Point> points) {
  public RangeTestData {
    points = List.copyOf(points);
  }
}
