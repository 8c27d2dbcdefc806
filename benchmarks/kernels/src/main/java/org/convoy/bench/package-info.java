/**
 * What the Java contestants of {@code scripts/bench} share: the cases, the random batches, the
 * replicas and the line protocol. Depends on nothing but the JDK, so that every peer can use it on
 * its own class path.
 */
package org.convoy.bench;
