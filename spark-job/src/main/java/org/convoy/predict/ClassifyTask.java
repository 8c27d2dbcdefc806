package org.convoy.predict;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.DataException;
import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.feed.SampleLoader.Scaling;
import org.convoy.replica.ModelInput;
import org.convoy.replica.Replica;
import org.convoy.replica.ReplicaPool;
import org.convoy.replica.ReplicaSpec;
import org.convoy.run.ModelDescription;

/**
 * Classifies image files with a pooled replica.
 *
 * @param spec of the replica
 * @param description how images get into the network, and its classes
 * @param decoding which images are taken, and how they are decoded
 * @param scaling of JPEGs
 * @param top how many classes are wanted of each image
 */
public record ClassifyTask(
    ReplicaSpec spec,
    ModelDescription description,
    DecodeOptions decoding,
    Scaling scaling,
    int top)
    implements Serializable {
  private static final int BATCH_SIZE = 32;

  public ClassifyTask {
    requireNonNull(spec, "spec is null");
    requireNonNull(description, "description is null");
    requireNonNull(decoding, "decoding is null");
    requireNonNull(scaling, "scaling is null");
  }

  /**
   * Makes sure that images can get into the network.
   *
   * @throws ConfigException when the transforms or the normalization do not fit it
   */
  public void check() {
    int values = description.normalization().mean().size();
    int channels = description.architecture().inputChannels();
    if (values != 0 && values != channels) {
      throw new ConfigException(
          List.of(
              "data.normalize: %d means and stds for images of %d channels"
                  .formatted(values, channels)));
    }

    try {
      input();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of("data: " + e.getMessage()));
    }
  }

  /** How images get into the network. */
  public ModelInput input() {
    return ModelInput.resizing(description, decoding, scaling);
  }

  /** Classifies files in batches, so that a batch's images are all that is held in memory. */
  public void run(
      List<String> images,
      float[] parameters,
      Configuration hadoop,
      Consumer<ImagePrediction> results) {
    ReplicaPool.with(
        spec,
        replica -> {
          replica.loadParameters(parameters);
          for (int from = 0; from < images.size(); from += BATCH_SIZE) {
            int to = Math.min(images.size(), from + BATCH_SIZE);
            classify(replica, images.subList(from, to), hadoop).forEach(results);
          }

          return null;
        });
  }

  private List<ImagePrediction> classify(
      Replica replica, List<String> images, Configuration hadoop) {
    ModelInput input = input();
    List<Attempt> attempts = images.stream().map(image -> attempt(input, image, hadoop)).toList();
    List<FloatBuffer> good =
        attempts.stream().filter(Attempt::succeeded).map(Attempt::loaded).toList();
    List<Prediction> predictions = good.isEmpty() ? List.of() : predict(replica, good);
    List<ImagePrediction> results = new ArrayList<>();
    int next = 0;
    for (Attempt attempt : attempts) {
      if (attempt.succeeded()) {
        results.add(ImagePrediction.of(attempt.image(), predictions.get(next).top(top)));
        next += 1;
      } else {
        results.add(ImagePrediction.failed(attempt.image(), attempt.problem()));
      }
    }

    return results;
  }

  private List<Prediction> predict(Replica replica, List<FloatBuffer> images) {
    FloatBuffer batch = replica.input(images.size());
    for (int i = 0; i < images.size(); i++) {
      FloatBuffer image = images.get(i);
      batch.put(i * image.capacity(), image, 0, image.capacity());
    }

    float[] logits = replica.logits(images.size());
    int classes = description.classes().size();
    return IntStream.range(0, images.size())
        .mapToObj(i -> Arrays.copyOfRange(logits, i * classes, (i + 1) * classes))
        .map(row -> Prediction.of(description.classes(), row))
        .toList();
  }

  /** An image that was read, or why it could not be. */
  private record Attempt(String image, FloatBuffer loaded, String problem) {
    private boolean succeeded() {
      return loaded != null;
    }
  }

  private static Attempt attempt(ModelInput input, String image, Configuration hadoop) {
    try {
      return new Attempt(image, input.read(image, hadoop), null);
    } catch (DataException e) {
      return new Attempt(image, null, withoutName(e.getMessage(), image));
    }
  }

  /** The name is told with the problem anyway. */
  private static String withoutName(String message, String image) {
    return message.startsWith(image + ": ") ? message.substring(image.length() + 2) : message;
  }
}
