/**
 * Convoy's and DL4J's own training on Spark as contestants of {@code scripts/bench sync}. Each is a
 * process that trains what it is told to on standard input and answers where the time went.
 */
package org.convoy.bench.sync;
