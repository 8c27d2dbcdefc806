/**
 * The front door: from what a user writes to an open data set of whatever kind. May depend on the
 * readers of all kinds, never on Spark.
 */
package org.convoy.data.source;
