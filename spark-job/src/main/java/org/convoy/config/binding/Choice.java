package org.convoy.config.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one of the records that a section chooses from: those of a sealed interface, which is
 * the type of a component with a {@link Key}. Its keys are keys of the section, and are refused
 * where another record is chosen.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Choice {
  /** What chooses it, as in a file. */
  String name();

  /** Defaults, as in a file, of keys that the section has whatever is chosen. */
  String defaults() default "";

  /** Why it has no settings of its own, for the message that refuses others'; empty: no matter. */
  String without() default "";
}
