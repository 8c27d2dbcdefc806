/**
 * Synchronisation: what makes one model state of N. Arithmetic on flat vectors, free of Spark and
 * DL4J types.
 */
package org.convoy.train.sync;
