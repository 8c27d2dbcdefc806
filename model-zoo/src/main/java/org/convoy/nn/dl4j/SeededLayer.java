package org.convoy.nn.dl4j;

/** A runtime layer that draws random numbers in training. */
public interface SeededLayer {
  /** Draws from this seed, mixed with the layer's name, until another is given. */
  void useSeed(long seed);
}
