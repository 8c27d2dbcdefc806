package org.convoy.dl4j;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.dataset.DataSet;

/** A Spark in this JVM as a user of DL4J sets it up. */
final class LocalSpark implements AutoCloseable {
  private final JavaSparkContext spark;

  private LocalSpark(SparkConf conf) {
    spark = new JavaSparkContext(conf);
  }

  /** With Java's serialization. */
  static LocalSpark start(String master) {
    return new LocalSpark(conf(master));
  }

  /** With Kryo, as DL4J's documentation tells. */
  static LocalSpark startWithKryo(String master) {
    return new LocalSpark(
        conf(master)
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrator", "org.nd4j.kryo.Nd4jRegistrator"));
  }

  private static SparkConf conf(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("dl4j-spark tests")
        .set("spark.ui.enabled", "false");
  }

  JavaSparkContext context() {
    return spark;
  }

  JavaRDD<DataSet> rdd(List<DataSet> data, int partitions) {
    return spark.parallelize(data, partitions);
  }

  /** Fits as often as there are epochs; gives the network. */
  ComputationGraph fit(
      ComputationGraph network, ConvoyTrainingMaster master, JavaRDD<DataSet> data, int epochs) {
    SparkComputationGraph graph = new SparkComputationGraph(spark, network, master);
    for (int epoch = 0; epoch < epochs; epoch++) {
      graph.fit(data);
    }

    return graph.getNetwork();
  }

  /** As the other. */
  MultiLayerNetwork fit(
      MultiLayerNetwork network, ConvoyTrainingMaster master, JavaRDD<DataSet> data, int epochs) {
    SparkDl4jMultiLayer layers = new SparkDl4jMultiLayer(spark, network, master);
    for (int epoch = 0; epoch < epochs; epoch++) {
      layers.fit(data);
    }

    return layers.getNetwork();
  }

  /** RDDs that Spark still keeps. */
  Map<Integer, JavaRDD<?>> persisted() {
    return spark.getPersistentRDDs();
  }

  @Override
  public void close() {
    spark.close();
  }
}
