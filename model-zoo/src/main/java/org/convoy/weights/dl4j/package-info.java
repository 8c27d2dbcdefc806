/**
 * Networks as zip files of DL4J's ModelSerializer, made of DL4J's own layers, so that programs
 * without Convoy can load them. Such files are read entry by entry from a list of allowed ones;
 * nothing in them is deserialized as Java objects.
 */
package org.convoy.weights.dl4j;
