/**
 * What a training leaves for those who watch it, written on a thread of its own while it goes on:
 * metrics of rounds and classes. Listens to {@code org.convoy.train}, which knows nothing of it;
 * the command line puts the two together.
 */
package org.convoy.tracking;
