/**
 * Transforms of images, with torchvision's names and semantics: immutable pure functions. May
 * depend on org.convoy.data, never on Hadoop or Spark.
 */
package org.convoy.data.transform;
