package org.convoy.cli;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkThrowable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Spark and Hadoop as spark-submit, or the script that stands in for it, has configured them. */
final class SparkEnvironment {
  private SparkEnvironment() {}

  /** With the spark.hadoop.* settings, before any context is started. */
  static Configuration hadoopConfiguration() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * Starts Spark.
   *
   * @throws SparkStartException when it does not start, which is a matter of settings or cluster
   */
  static JavaSparkContext start() {
    try {
      return new JavaSparkContext(new SparkConf());
    } catch (Exception e) { // Spark's own are checked ones, which its API does not declare.
      if (e instanceof SparkThrowable) {
        throw new SparkStartException(e);
      }

      throw e;
    }
  }
}
