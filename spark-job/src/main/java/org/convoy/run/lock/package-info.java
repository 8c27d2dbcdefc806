/**
 * Who works in a run's folder: one process at a time, taken over from a dead one. Depends on the
 * run's files; run folders and destinations of data use it.
 */
package org.convoy.run.lock;
