package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.run.RunSummary.Found;
import org.convoy.run.file.RunException;

/** The runs in a folder, compared. */
public final class RunList {
  private final List<Found> runs;

  private RunList(List<Found> runs) {
    this.runs = List.copyOf(requireNonNull(runs, "runs is null"));
  }

  /**
   * The runs whose folders lie in one of these folders, or are one of them, by name.
   *
   * @throws RunException when a folder is not there or cannot be listed
   */
  public static RunList in(List<String> folders, Configuration hadoop) {
    return new RunList(
        folders.stream()
            .flatMap(folder -> locations(folder, hadoop))
            .map(location -> RunFolder.at(location, hadoop))
            .filter(RunFolder::exists)
            .map(RunSummary::of)
            .toList());
  }

  private static Stream<String> locations(String folder, Configuration hadoop) {
    if (RunFolder.at(folder, hadoop).exists()) {
      return Stream.of(folder);
    }

    try {
      FilePlace place = FilePlace.of(folder, hadoop);
      return Stream.of(place.files().util().listStatus(place.path()))
          .filter(status -> status.isDirectory() || status.isSymlink())
          .map(FileStatus::getPath)
          .sorted(Comparator.comparing(Path::getName))
          .map(Path::toString);
    } catch (FileNotFoundException e) {
      throw new RunException(folder + " does not exist; name a folder of run folders", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new RunException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }

  /** Each run, with the values of the keys that are not the same in all of them. */
  public List<RunSummary> summaries() {
    List<Map<String, String>> differing = differing();
    List<RunSummary> summaries = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      summaries.add(runs.get(i).summary().with(differing.get(i)));
    }

    return summaries;
  }

  /** Against the first whose config can be read; a run without one has no values. */
  private List<Map<String, String>> differing() {
    List<ConvoyConfig> configs = runs.stream().flatMap(run -> run.config().stream()).toList();
    Map<String, String> first = new TreeMap<>();
    List<Map<String, String>> others = new ArrayList<>();
    for (Found run : runs) {
      Map<String, String> own = new TreeMap<>();
      run.config().stream()
          .flatMap(config -> config.differences(configs.get(0)).stream())
          .forEach(
              difference -> {
                own.put(difference.key(), difference.value());
                first.put(difference.key(), difference.other());
              });
      others.add(own);
    }

    Set<String> keys = new TreeSet<>(first.keySet());
    for (int i = 0; i < runs.size(); i++) {
      Map<String, String> own = others.get(i);
      if (runs.get(i).config().isPresent()) {
        keys.forEach(key -> own.putIfAbsent(key, first.get(key)));
      }
    }

    return others;
  }
}
