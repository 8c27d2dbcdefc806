package org.convoy.config;

/**
 * A key with what it is set to.
 *
 * @param key full name, such as "sync.every"
 * @param value as HOCON, or "unset"
 * @param byDefault its value where nobody sets it, with the same choices of optimizer, schedule and
 *     the like; its own default for the key that chooses
 */
public record Setting(String key, String value, String byDefault) {}
