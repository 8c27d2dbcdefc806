package org.convoy.nn.model;

/**
 * Makes a model in Java. A class with this interface and a public constructor without arguments can
 * be named as {@code model.name}.
 */
@FunctionalInterface
public interface ModelFactory {
  /**
   * Describes the model. The same arguments must give an equal description in every process, for
   * each task makes its own.
   *
   * @param numClasses the number of outputs
   * @param input the images it is for
   * @throws IllegalArgumentException if it cannot take such images
   */
  Sequential create(int numClasses, InputShape input);
}
