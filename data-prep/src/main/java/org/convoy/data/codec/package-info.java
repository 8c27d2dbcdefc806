/**
 * Decoding of image files to {@link org.convoy.data.Image}, format by format, and the encoding of
 * decoded shards. May depend on org.convoy.data and Leptonica's libjpeg-turbo, never on Spark.
 */
package org.convoy.data.codec;
