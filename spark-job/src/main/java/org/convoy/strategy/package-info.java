/**
 * Strategies of synchronisation: what makes one model state of N workers'. Arithmetic on flat
 * vectors, free of Spark and DL4J types; a strategy is one class here, and its settings in {@code
 * org.convoy.config}.
 */
package org.convoy.strategy;
