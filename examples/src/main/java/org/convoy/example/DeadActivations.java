package org.convoy.example;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.nn.hook.HookHandle;
import org.convoy.nn.hook.LayerHook;
import org.convoy.nn.hook.LayerTensor;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.predict.Predictor;

/**
 * A hook: what share of each layer's outputs is zero when a trained network looks at an image.
 * Layers whose share is near 1 compute nothing any more.
 */
public final class DeadActivations {
  private DeadActivations() {}

  /**
   * Prints a line for each layer.
   *
   * @param arguments a run folder or a file of weights, and an image
   */
  public static void main(String[] arguments) {
    zeros(arguments[0], arguments[1])
        .forEach((layer, share) -> System.out.printf("%-20s %5.1f %%%n", layer, 100 * share));
  }

  /** The share by layer, in the order in which they run. */
  static Map<String, Double> zeros(String model, String image) {
    Configuration hadoop = new Configuration();
    Map<String, Double> shares = new LinkedHashMap<>();
    LayerHook hook =
        new LayerHook() {
          @Override
          public void forward(String layer, LayerTensor activation) {
            shares.put(layer, share(activation.values()));
          }
        };
    try (Predictor predictor = Predictor.load(model, KernelChoice.of(Backend.ND4J), hadoop)) {
      HookHandle handle = predictor.network().registerHook("*", hook);
      predictor.predict(predictor.read(image, hadoop));
      handle.remove();
    }

    return shares;
  }

  private static double share(float[] values) {
    int zeros = 0;
    for (float value : values) {
      if (value == 0) {
        zeros++;
      }
    }

    return (double) zeros / values.length;
  }
}
