/**
 * The preflight: what can be known to be wrong before a training's first task is found here, all of
 * it at once and each with what to change. Depends on org.convoy.train and org.convoy.run; the
 * command line depends on it.
 */
package org.convoy.check;
