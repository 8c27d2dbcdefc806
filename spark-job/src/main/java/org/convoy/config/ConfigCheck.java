package org.convoy.config;

/** A check by the caller of what the configuration alone cannot know, such as names of models. */
@FunctionalInterface
public interface ConfigCheck {
  /**
   * Adds a problem for each value that cannot work.
   *
   * @param config the configuration; a value that already has a problem is replaced by its default
   * @param problems takes problems under full names, such as "model.name"
   */
  void check(ConvoyConfig config, Problems problems);
}
