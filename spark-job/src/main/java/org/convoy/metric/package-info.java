/**
 * What evaluations count beyond a loss: ranks, confusions, calibration, each in whole numbers, so
 * that sums are the same for any partitions. It knows {@code org.convoy.state} and nothing of
 * Spark.
 */
package org.convoy.metric;
