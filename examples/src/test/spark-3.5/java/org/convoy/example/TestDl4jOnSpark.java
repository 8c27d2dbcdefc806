package org.convoy.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

@Tag("spark")
final class TestDl4jOnSpark {
  @Test
  void learns() {
    List<DataSet> examples = Dl4jOnSpark.examples(200);
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("examples tests")
            .set("spark.ui.enabled", "false");

    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      MultiLayerNetwork network = Dl4jOnSpark.train(spark, examples);

      assertThat(network.score(DataSet.merge(examples))).isLessThan(0.5);
      assertThat(network.getIterationCount()).isEqualTo(50);
    }
  }
}
