package org.convoy.config.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one configuration key, named and typed by the record component it stands on. Reading,
 * checking, the reference and the resolved configuration all come from this declaration; on a
 * component whose type is a record it describes a section, and on one whose type is a sealed
 * interface the key that says which {@link Choice} of it stands there.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** What the key means, in one line. */
  String description();

  /** The default as it would stand in a file; a key of type Optional has none. */
  String defaultValue() default "";

  /** What the absence of a key of type Optional means, for the reference. */
  String unset() default "unset";

  /**
   * The name of a key that makes a choice, which then stands before all others of its section;
   * empty: it has the component's name and place.
   */
  String chosenBy() default "";

  /** A name that the key had before and that is still read; empty: none. */
  String formerName() default "";

  /**
   * Whether the configuration is refused without this key. Of a {@link Choice}, the binder does
   * that, and the default stands in for it; of others, the check of the configuration.
   */
  boolean required() default false;

  /** Whether a run may go on with another value: what was trained does not depend on it. */
  boolean changeable() default false;

  /** Whether a value keeps the environment variables in it by name, rather than their values. */
  boolean keepsVariables() default false;

  /** Smallest value, or smallest element of a list. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Largest value, or largest element of a list. */
  double max() default Double.POSITIVE_INFINITY;

  /** Every value, or element of a list, is larger than this. */
  double above() default Double.NEGATIVE_INFINITY;

  /** Every value, or element of a list, is smaller than this. */
  double below() default Double.POSITIVE_INFINITY;
}
