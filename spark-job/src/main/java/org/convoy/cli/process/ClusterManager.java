package org.convoy.cli.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/**
 * Whoever gives Spark its executors: the master of a standalone cluster, YARN's resource manager,
 * Kubernetes's API server. Clients of the last two ask for minutes, where nothing listens, and end
 * in a stack trace; so whether something does is found out before.
 */
public final class ClusterManager {
  private static final String YARN = "yarn";
  private static final String KUBERNETES = "k8s://";
  private static final int PATIENCE_MILLISECONDS = 20_000;

  private static final String RESOURCE_MANAGER = "yarn.resourcemanager.";
  private static final String HOST = RESOURCE_MANAGER + "hostname";
  private static final int DEFAULT_RESOURCE_MANAGER_PORT = 8032;

  /** YARN's default for a resource manager that nobody named. */
  private static final String NO_HOST = "0.0.0.0";

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private ClusterManager() {}

  /**
   * Makes sure that what {@code spark.master} names answers; in one process there is none.
   *
   * @throws SparkStartException when it does not
   */
  public static void requireAnswer(
      SparkConf settings, Configuration hadoop, Map<String, String> environment) {
    String master = settings.get("spark.master", "");
    StandaloneMaster.requireAnswer(settings);
    if (master.equals(YARN)) {
      requireResourceManager(hadoop, environment);
    } else if (master.startsWith(KUBERNETES) && !hasProxy(environment)) {
      requireApiServer(master);
    }
  }

  private static void requireResourceManager(
      Configuration hadoop, Map<String, String> environment) {
    Configuration yarn = new Configuration(hadoop);
    yarn.addResource("yarn-site.xml");
    List<String> addresses = resourceManagers(yarn);
    String folders =
        "HADOOP_CONF_DIR=%s%s"
            .formatted(
                environment.getOrDefault("HADOOP_CONF_DIR", ""),
                environment.containsKey("YARN_CONF_DIR")
                    ? ", YARN_CONF_DIR=" + environment.get("YARN_CONF_DIR")
                    : "");
    if (addresses.isEmpty()) {
      throw new SparkStartException(
          "no yarn-site.xml says where YARN's resource manager is (%s; %s)"
              .formatted(HOST, folders));
    }

    requireOne(
        "YARN's resource manager at " + String.join(", ", addresses),
        addresses,
        "compare %s in the yarn-site.xml of %s".formatted(HOST, folders));
  }

  /** Each HOST:PORT; none where nobody says. */
  static List<String> resourceManagers(Configuration yarn) {
    Collection<String> names = yarn.getTrimmedStringCollection(RESOURCE_MANAGER + "ha.rm-ids");
    boolean areSeveral = yarn.getBoolean(RESOURCE_MANAGER + "ha.enabled", false);
    List<String> suffixes =
        areSeveral ? names.stream().map(name -> "." + name).toList() : List.of("");
    List<String> addresses = new ArrayList<>();
    for (String suffix : suffixes) {
      String host = yarn.getTrimmed(HOST + suffix, NO_HOST);
      String address = yarn.getTrimmed(RESOURCE_MANAGER + "address" + suffix, host);
      String complete =
          address.contains(":") ? address : address + ":" + DEFAULT_RESOURCE_MANAGER_PORT;
      if (!complete.startsWith(NO_HOST)) {
        addresses.add(complete);
      }
    }

    return addresses;
  }

  /** Through a proxy, what is reached is the proxy's matter. */
  private static boolean hasProxy(Map<String, String> environment) {
    return List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy").stream()
        .anyMatch(environment::containsKey);
  }

  private static void requireApiServer(String master) {
    String address = master.substring(KUBERNETES.length());
    URI server;
    try {
      server = URI.create(address.contains("://") ? address : "https://" + address);
    } catch (IllegalArgumentException e) {
      throw new SparkStartException(master + " is no k8s://https://HOST:PORT");
    }

    if (server.getHost() == null) {
      throw new SparkStartException(master + " is no k8s://https://HOST:PORT");
    }

    int byDefault = "http".equals(server.getScheme()) ? HTTP_PORT : HTTPS_PORT;
    int port = server.getPort() < 0 ? byDefault : server.getPort();
    requireOne(
        "Kubernetes's API server at " + server,
        List.of(server.getHost() + ":" + port),
        "compare it with what kubectl cluster-info says");
  }

  private static void requireOne(String who, List<String> addresses, String advice) {
    List<String> problems = new ArrayList<>();
    for (String address : addresses) {
      Optional<String> problem = problem(address);
      if (problem.isEmpty()) {
        return;
      }

      problems.add(problem.get());
    }

    throw new SparkStartException(
        "%s does not answer (%s); %s".formatted(who, String.join("; ", problems), advice));
  }

  private static Optional<String> problem(String address) {
    int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      int port = Integer.parseInt(address.substring(colon + 1));
      socket.connect(
          new InetSocketAddress(InetAddress.getByName(address.substring(0, colon)), port),
          PATIENCE_MILLISECONDS);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("there is no host " + address.substring(0, colon));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
