/**
 * How workers that run at the same time average vectors among themselves: a group of processes
 * connected all to all, over plain sockets of the JDK. {@link org.convoy.collective.Rendezvous}
 * makes a {@link org.convoy.collective.ProcessGroup} of processes that know a secret and each
 * other's addresses. It knows nothing of Spark, of networks or of configs.
 *
 * <p>A mean is taken by reduce-scatter and all-gather: each member owns a slice, receives the
 * others' pieces of it, takes their mean in the order of ranks, and sends that on.
 */
package org.convoy.collective;
