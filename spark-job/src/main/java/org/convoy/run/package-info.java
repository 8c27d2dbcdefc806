/**
 * The run folder on any Hadoop file system: resolved config, checkpoints, metrics and the final
 * model, each complete or absent. Depends on the state values of {@code org.convoy.state} and on
 * the weight files of model-zoo, never on Spark.
 */
package org.convoy.run;
