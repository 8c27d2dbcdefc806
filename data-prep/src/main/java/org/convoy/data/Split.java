package org.convoy.data;

import java.util.Locale;

/** What a part of a data set is for. */
public enum Split {
  /** What is trained on. */
  TRAIN,
  /** What a training is measured on while it goes on. */
  VALIDATION,
  /** What a finished training is measured on, once. */
  TEST;

  /** The name in lower case, as users write it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
