package org.convoy.cli;

import java.util.Map;
import org.convoy.train.ConvoyKryoRegistrator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Spark's settings for commands in the tests' own process, while those of a class run. */
final class LocalSpark implements BeforeAllCallback, AfterAllCallback {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.master", "local[2]",
          "spark.app.name", "spark-job tests",
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.serializer", "org.apache.spark.serializer.KryoSerializer",
          "spark.kryo.registrationRequired", "true",
          "spark.kryo.registrator", ConvoyKryoRegistrator.class.getName());

  @Override
  public void beforeAll(ExtensionContext tests) {
    set();
  }

  static void set() {
    SETTINGS.forEach(System::setProperty);
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    clear();
  }

  static void clear() {
    SETTINGS.keySet().forEach(System::clearProperty);
  }
}
