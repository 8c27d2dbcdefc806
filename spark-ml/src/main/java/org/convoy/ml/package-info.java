/**
 * Convoy as an Estimator and a Transformer of Spark ML, on columns of images. A front end beside
 * the command line, with which it shares how a training begins; nothing depends on it.
 */
package org.convoy.ml;
