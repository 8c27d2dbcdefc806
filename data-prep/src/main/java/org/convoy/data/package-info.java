/**
 * Data sets: samples with stable ids, and the readers that produce them. May depend on Hadoop's
 * file systems, never on Spark (only org.convoy.data.spark does).
 */
package org.convoy.data;
