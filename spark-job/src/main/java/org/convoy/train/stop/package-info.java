/**
 * What ends a process before its work is done: a signal, the time that it was given, memory that
 * runs out. Knows nothing of a training but that it can be asked to stop.
 */
package org.convoy.train.stop;
