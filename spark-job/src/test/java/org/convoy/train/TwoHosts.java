package org.convoy.train;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;

/**
 * A standalone cluster whose two workers, in this JVM, have different host names: Spark starts no
 * speculative copy of a task on the host of the first attempt. Inside an open {@link LocalCluster}.
 */
final class TwoHosts implements AutoCloseable {
  private static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2");

  private final SparkConf conf;
  private final List<RpcEnv> environments;

  private TwoHosts(SparkConf conf, List<RpcEnv> environments) {
    this.conf = conf;
    this.environments = environments;
  }

  static TwoHosts start(SparkConf conf) {
    SparkConf daemons = conf.clone().set("spark.master.rest.enabled", "false");
    RpcEnv master = Master.startRpcEnvAndEndpoint(HOSTS.get(0), 0, 0, daemons)._1();
    String url = "spark://" + master.address().hostPort();
    List<RpcEnv> environments = new ArrayList<>();
    HOSTS.forEach(host -> environments.add(worker(host, url, daemons)));
    environments.add(master);
    return new TwoHosts(conf.clone().setMaster(url), environments);
  }

  private static RpcEnv worker(String host, String master, SparkConf conf) {
    return Worker.startRpcEnvAndEndpoint(
        host, 0, 0, 1, 2048, new String[] {master}, null, Option.empty(), conf, Option.empty());
  }

  /** Settings of an application on this cluster. */
  SparkConf conf() {
    return conf.clone();
  }

  @Override
  public void close() {
    environments.forEach(RpcEnv::shutdown);
    environments.forEach(RpcEnv::awaitTermination);
  }
}
