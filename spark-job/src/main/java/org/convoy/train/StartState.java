package org.convoy.train;

import static java.util.Objects.requireNonNull;

import org.convoy.state.ModelState;
import org.convoy.train.sync.Precision;

/**
 * A state on its way to the workers.
 *
 * @param state rounded to the precision
 * @param precision in which its vectors travel
 */
record StartState(ModelState state, Precision precision) {
  StartState {
    requireNonNull(state, "state is null");
    requireNonNull(precision, "precision is null");
  }
}
