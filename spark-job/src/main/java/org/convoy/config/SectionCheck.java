package org.convoy.config;

/** A section with conditions between its keys; they are checked when each value alone is right. */
interface SectionCheck {
  /** Adds problems under names relative to this section. */
  void check(Problems problems);
}
