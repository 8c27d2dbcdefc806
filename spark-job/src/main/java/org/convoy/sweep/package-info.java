/**
 * Many trainings that differ in some keys: which trials there are, for how long each is trained,
 * and what came of them. Decides; the command line, which alone depends on it, trains.
 */
package org.convoy.sweep;
