package org.convoy.config.binding;

/** Takes the problems that checks find; each is reported with the value and where it was set. */
public interface Problems {
  /**
   * Adds a problem. Ignored when the key already has one: its value is not the one that was set.
   *
   * @param key the key's name, relative to the section that is checked
   * @param message what is wrong and how to mend it, to follow "key = value: "
   */
  void add(String key, String message);
}
