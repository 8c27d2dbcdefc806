package org.convoy.data.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Spark of two threads in this JVM for the tests of one class, Kryo registration required. */
final class LocalSpark implements BeforeAllCallback, AfterAllCallback {
  private JavaSparkContext context;

  static SparkConf conf() {
    return new SparkConf()
        .setMaster("local[2]")
        .setAppName("data-prep tests")
        .set("spark.ui.enabled", "false")
        .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .set("spark.kryo.registrationRequired", "true")
        .set("spark.kryo.registrator", DataKryoRegistrator.class.getName());
  }

  JavaSparkContext context() {
    return context;
  }

  @Override
  public void beforeAll(ExtensionContext test) {
    context = new JavaSparkContext(conf());
  }

  @Override
  public void afterAll(ExtensionContext test) {
    context.stop();
  }
}
