package org.convoy.spark;

import org.apache.spark.SparkUserAppException;

/** How a driver tells Spark its exit code where it may not end the process itself. */
public final class UserExit {
  private UserExit() {}

  public static SparkUserAppException of(int code) {
    return new SparkUserAppException(code, null);
  }
}
