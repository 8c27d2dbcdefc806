/**
 * Distributed training: the driver loop, the workers and their synchronisation. Depends on both
 * other modules; nothing depends on it but the command line.
 */
package org.convoy.train;
