package org.convoy.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;

/** Moves values that stand under the former name of a key to its name. */
final class FormerNames {
  private FormerNames() {}

  static ConfigObject replace(SectionEntry root, ConfigObject values, ProblemCollector problems) {
    Config config = values.toConfig();
    for (KeyEntry key : root.keys().toList()) {
      String former = key.formerPath().filter(config::hasPath).orElse("");
      if (!former.isEmpty()) {
        ConfigValue value = config.getValue(former);
        refuseBoth(config, key, former, problems);
        config = config.withoutPath(former).withValue(key.path(), value);
      }
    }

    return config.root();
  }

  private static void refuseBoth(
      Config config, KeyEntry key, String former, ProblemCollector problems) {
    if (config.hasPath(key.path())) {
      problems.add(
          key.path(),
          config.getValue(key.path()),
          "is set twice: " + former + " is its former name");
    }
  }
}
