/**
 * Many rounds as one Spark job: workers that keep their replicas and take the mean of them among
 * themselves, by {@code org.convoy.collective}, while the driver is told how it goes. The
 * training's loop runs it in place of a job a round.
 */
package org.convoy.train.segment;
