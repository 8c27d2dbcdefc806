package org.convoy.data.prepare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What decides every byte of the shards.
 *
 * @param version of the layout
 * @param classes names in order of label
 * @param options as they are named on the command line
 * @param fingerprints of the source's splits, by name
 * @param stamps by which splits of the source are recognised without reading them, by name; they
 *     decide nothing
 */
record Identity(
    int version,
    List<String> classes,
    Map<String, String> options,
    Map<String, String> fingerprints,
    Map<String, String> stamps) {
  static final int VERSION = 1;

  private static final String ABSENT = "none";

  Identity {
    classes = List.copyOf(classes);
    options = new LinkedHashMap<>(options);
    fingerprints = new LinkedHashMap<>(fingerprints);
    // Earlier versions noted none.
    stamps = stamps == null ? Map.of() : new LinkedHashMap<>(stamps);
  }

  /** One line for each thing that differs. */
  List<String> differences(Identity now) {
    List<String> differences = new ArrayList<>();
    add(differences, "layout version", version, now.version);
    addAll(differences, "--", options, now.options);
    add(differences, "classes", classes, now.classes);
    addAll(differences, "fingerprint of the source's ", fingerprints, now.fingerprints);
    return differences;
  }

  private static void addAll(
      List<String> differences,
      String prefix,
      Map<String, String> before,
      Map<String, String> now) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    names.forEach(name -> add(differences, prefix + name, before.get(name), now.get(name)));
  }

  private static void add(List<String> differences, String what, Object before, Object now) {
    if (!Objects.equals(before, now)) {
      differences.add(
          "%s: %s, now %s"
              .formatted(
                  what,
                  Objects.requireNonNullElse(before, ABSENT),
                  Objects.requireNonNullElse(now, ABSENT)));
    }
  }
}
