/**
 * What executors say of themselves: versions, memory, GPUs, slots. Knows no check; the checks of a
 * training judge it.
 */
package org.convoy.check.executor;
