package org.convoy.config;

/**
 * A key that two configurations disagree on.
 *
 * @param key full name, such as "sync.every"
 * @param value its value as HOCON, or "unset"
 * @param other the other configuration's value
 * @param changeable whether a run may go on with the other value
 */
public record Difference(String key, String value, String other, boolean changeable) {

  @Override
  public String toString() {
    return key + ": " + value + " instead of " + other;
  }
}
