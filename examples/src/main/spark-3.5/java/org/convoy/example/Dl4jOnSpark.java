package org.convoy.example;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.dl4j.ConvoyTrainingMaster;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A program of DL4J's Spark API, in which Convoy does the training. */
public final class Dl4jOnSpark {
  private static final int FEATURES = 4;
  private static final int CLASSES = 2;

  private Dl4jOnSpark() {}

  /** Trains on made-up examples and prints the score. */
  public static void main(String[] arguments) {
    SparkConf conf =
        new SparkConf().setAppName("DL4J on Spark").setIfMissing("spark.master", "local[2]");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      List<DataSet> examples = examples(200);
      MultiLayerNetwork network = train(spark, examples);
      System.out.printf("score %.4f%n", network.score(DataSet.merge(examples)));
    }
  }

  /** Five epochs; only the training master is Convoy's. */
  static MultiLayerNetwork train(JavaSparkContext spark, List<DataSet> examples) {
    ConvoyTrainingMaster master =
        new ConvoyTrainingMaster.Builder(1)
            .workers(2)
            .batchSizePerWorker(10)
            .averagingFrequency(2)
            .build();
    SparkDl4jMultiLayer training = new SparkDl4jMultiLayer(spark, configuration(), master);
    JavaRDD<DataSet> data = spark.parallelize(examples, 4);
    for (int epoch = 0; epoch < 5; epoch++) {
      training.fit(data);
    }

    return training.getNetwork();
  }

  private static MultiLayerConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(0.05))
        .list()
        .layer(new DenseLayer.Builder().nOut(8).activation(Activation.RELU).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.feedForward(FEATURES))
        .build();
  }

  /** One example each: whether the first feature is larger than the last one. */
  static List<DataSet> examples(int count) {
    List<DataSet> examples = new ArrayList<>();
    Nd4j.getRandom().setSeed(7);
    for (int i = 0; i < count; i++) {
      INDArray features = Nd4j.rand(1, FEATURES);
      INDArray labels = Nd4j.zeros(1, CLASSES);
      labels.putScalar(features.getDouble(0) > features.getDouble(FEATURES - 1) ? 1 : 0, 1);
      examples.add(new DataSet(features, labels));
    }

    return examples;
  }
}
