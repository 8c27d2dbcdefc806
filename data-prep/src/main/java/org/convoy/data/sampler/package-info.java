/**
 * The order in which an epoch takes the samples, and which worker gets which: pure functions of the
 * seed, the epoch and a few sizes. Depends on the JDK only.
 */
package org.convoy.data.sampler;
