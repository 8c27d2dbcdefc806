package org.convoy.cli.process;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;

/**
 * The masters of a standalone cluster that {@code spark.master} names. Spark asks each of them for
 * a minute whatever is wrong, and tells it in stack traces; so they are asked before, as Spark
 * does.
 */
public final class StandaloneMaster {
  private static final String SCHEME = "spark://";
  private static final String ENDPOINT = "Master";

  /** What one that does not answer is waited for. */
  private static final String PATIENCE = "20s";

  private static final List<String> WAITS =
      List.of(
          "spark.rpc.lookupTimeout",
          "spark.rpc.io.connectionTimeout",
          "spark.rpc.io.connectionCreationTimeout",
          "spark.network.auth.rpcTimeout");

  private StandaloneMaster() {}

  /**
   * Makes sure that one of them answers; with another kind of master, nothing.
   *
   * @throws SparkStartException when none does
   */
  public static void requireAnswer(SparkConf settings) {
    String masters = settings.get("spark.master", "");
    if (!masters.startsWith(SCHEME)) {
      return;
    }

    RpcEnv calls = calls(settings);
    try {
      String problem = "";
      for (String address : masters.substring(SCHEME.length()).split(",", -1)) {
        problem = ask(calls, SCHEME + address);
        if (problem.isEmpty()) {
          return;
        }
      }

      throw new SparkStartException("%s took no application: %s".formatted(masters, problem));
    } finally {
      calls.shutdown();
      calls.awaitTermination();
    }
  }

  private static RpcEnv calls(SparkConf settings) {
    SparkConf patient = settings.clone();
    WAITS.forEach(wait -> patient.set(wait, PATIENCE));
    SecurityManager security =
        new SecurityManager(
            patient,
            SecurityManager.$lessinit$greater$default$2(),
            SecurityManager.$lessinit$greater$default$3());
    try {
      security.initializeAuth();
      String host = settings.get("spark.driver.bindAddress", "0.0.0.0");
      return RpcEnv.create("convoy", host, 0, patient, security, true);
    } catch (IllegalArgumentException e) {
      throw new SparkStartException(e);
    }
  }

  /** What is wrong with a master; empty if it answers. */
  @SuppressWarnings("CatchingUnchecked") // Spark's own are checked ones, which it does not declare.
  private static String ask(RpcEnv calls, String master) {
    if (!master.matches(SCHEME + ".+:\\d+")) {
      return master + " is no spark://HOST:PORT";
    }

    try {
      calls.setupEndpointRef(RpcAddress.fromSparkURL(master), ENDPOINT);
      return "";
    } catch (Exception e) {
      return problem(e);
    }
  }

  private static String problem(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof UnresolvedAddressException
          || cause instanceof TimeoutException) {
        return "it does not answer (%s)".formatted(cause.getMessage());
      }
    }

    return "it refuses this process: it has another secret (spark.authenticate) or another version of Spark, or is no master";
  }
}
