package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a checkpoint comes from, for people: nothing is read back from it.
 *
 * @param seed of the run
 * @param config SHA-256 of the resolved config, in hex
 * @param versions of what it was trained with, by name
 */
public record Provenance(long seed, String config, Map<String, String> versions) {
  public Provenance {
    requireNonNull(config, "config is null");
    versions = new TreeMap<>(versions);
  }
}
