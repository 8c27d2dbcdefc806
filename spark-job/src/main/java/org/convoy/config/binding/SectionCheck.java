package org.convoy.config.binding;

/** A section with conditions between its keys; they are checked when each value alone is right. */
public interface SectionCheck {
  /** Adds problems under names relative to this section. */
  void check(Problems problems);
}
