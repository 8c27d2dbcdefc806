package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a prepared folder holds: {@code manifest.json}.
 *
 * @param version of this layout
 * @param classes names in order of label
 * @param options that the shards were made with
 * @param ids how samples are numbered
 * @param splits by name
 */
public record Manifest(
    int version,
    List<String> classes,
    Map<String, String> options,
    String ids,
    Map<String, PreparedSplit> splits) {
  private static final String IDS =
      "0, 1, … through the rows of the split's shards in the order of the source, whose rejected"
          + " samples have no row";

  private static final String SHUFFLED_IDS =
      "0, 1, … through the rows of the split's shards in an order drawn from the seed of --shuffle,"
          + " whose rejected samples have no row";

  public Manifest {
    classes = List.copyOf(classes);
    options = new LinkedHashMap<>(options);
    requireNonNull(ids, "ids is null");
    splits = new LinkedHashMap<>(splits);
    splits.values().forEach(split -> requireNonNull(split, "split is null"));
  }

  static Manifest of(Identity identity, Map<String, PreparedSplit> splits) {
    String ids = identity.options().containsKey(PrepareOptions.SHUFFLE) ? SHUFFLED_IDS : IDS;
    return new Manifest(identity.version(), identity.classes(), identity.options(), ids, splits);
  }

  Identity identity() {
    Map<String, String> fingerprints = new LinkedHashMap<>();
    Map<String, String> stamps = new LinkedHashMap<>();
    splits.forEach(
        (name, split) -> {
          fingerprints.put(name, split.source().fingerprint());
          if (split.source().stamp() != null) {
            stamps.put(name, split.source().stamp());
          }
        });
    return new Identity(version, classes, options, fingerprints, stamps);
  }
}
