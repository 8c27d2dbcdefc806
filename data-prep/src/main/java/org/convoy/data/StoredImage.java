package org.convoy.data;

/** An image as a data set keeps it: decoded, or still the bytes of its file. */
public sealed interface StoredImage permits Image, EncodedImage {
  /** Bytes that it takes in memory, without its object headers. */
  int bytes();
}
