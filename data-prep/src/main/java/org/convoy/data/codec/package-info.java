/**
 * Decoding of image files (JPEG, PNG, PNM) to {@link org.convoy.data.Image} and the encoding of
 * decoded shards. May depend on org.convoy.data and Leptonica's libjpeg-turbo, never on Spark.
 */
package org.convoy.data.codec;
