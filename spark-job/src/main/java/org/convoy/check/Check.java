package org.convoy.check;

import java.util.List;

/**
 * One thing that must be right before a training's first task. Checks are made of the facts they
 * judge, so that a new one is a class and a line in {@link Preflight}.
 */
@FunctionalInterface
interface Check {
  /** What was found, each finding one line; none where there is nothing to say. */
  List<Finding> findings();
}
