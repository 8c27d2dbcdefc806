package org.convoy.report;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Image;
import org.convoy.data.Sample;
import org.convoy.data.feed.SampleLoader;
import org.convoy.data.transform.RandomSource;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.network.LayerSummary;
import org.convoy.picture.FeatureMap;
import org.convoy.picture.GradCam;
import org.convoy.picture.LayerRecorder;
import org.convoy.predict.Predictor;
import org.convoy.run.RunFolder;

/**
 * Where a run's network sees the classes that it names, by {@link GradCam} of the last layer whose
 * output has more than one pixel. It holds the network a second time, on ND4J, whose layers can be
 * looked into.
 */
public final class Explanation implements AutoCloseable {
  private final Predictor predictor;
  private final LayerRecorder recorder = new LayerRecorder();

  private Explanation(Predictor predictor, LayerSummary layer) {
    this.predictor = requireNonNull(predictor, "predictor is null");
    predictor.network().registerHook(layer.name(), recorder);
  }

  /** Of a run's model; nothing where no layer has more than one pixel. */
  public static Optional<Explanation> of(RunFolder run, Configuration hadoop) {
    Predictor predictor = Predictor.load(run.location(), KernelChoice.of(Backend.ND4J), hadoop);
    Optional<Explanation> explanation =
        predictor.network().summary().stream()
            .filter(LayerSummary::isMap)
            .reduce((earlier, later) -> later)
            .map(layer -> new Explanation(predictor, layer));
    if (explanation.isEmpty()) {
      predictor.close();
    }

    return explanation;
  }

  /** A sample's picture under the heat of a class; nothing where no place speaks for it. */
  Optional<Image> heat(Sample sample, int label, SampleLoader loader, RandomSource random) {
    FloatBuffer input =
        FloatBuffer.allocate(
            predictor.network().inputShape().stream().reduce(1, Math::multiplyExact));
    Image picture = loader.picture(sample.image(), random.copy());
    loader.write(sample.image(), random, input, 0);
    predictor.differentiate(input, label);
    FeatureMap map = GradCam.map(recorder.activation(), recorder.gradient());
    return map.isZero() ? Optional.empty() : Optional.of(GradCam.overlay(picture, map));
  }

  @Override
  public void close() {
    predictor.close();
  }
}
