package org.convoy.weights.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.convoy.nn.network.Network;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.Cifar10Images;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public weights on real images: onnxruntime sees what Convoy sees. */
final class TestOnnxOnRealImages {
  private static final Path FOLDER = Path.of(System.getProperty("reference.data.dir", ""));
  private static final Path WEIGHTS = FOLDER.resolve("weights/resnet20-cifar10.safetensors");
  private static final Path IMAGES = FOLDER.resolve("data/cifar10-images.tar.gz");
  private static final int BATCH = 100;

  /** Every tenth image of the test set. */
  private static final int EVERY = 10;

  @TempDir private Path folder;

  @Test
  void predictsTheSameClasses() throws Exception {
    for (Path file : List.of(WEIGHTS, IMAGES)) {
      assumeThat(file)
          .as("set -Dreference.data.dir to the folder that holds weights/ and data/ to run this")
          .isRegularFile();
    }

    ComputationGraphConfiguration configuration =
        ModelZoo.configuration(new Architecture("resnet20", 10, 3, 32, 32));
    Map<String, Tensor> tensors = withoutCounters(Safetensors.read(WEIGHTS).tensors());
    OnnxModel model = OnnxModel.of("resnet20", configuration, tensors, Map.of());
    NavigableMap<String, byte[]> images = Cifar10Images.read(IMAGES);
    List<String> paths = new ArrayList<>(images.keySet());
    try (Network network = Network.create(configuration);
        OnnxSession session = new OnnxSession(model, folder.resolve("model.onnx"))) {
      network.setParameters(StateDict.flatten(WEIGHTS.toString(), tensors, network.layout()));
      for (int start = 0; start < paths.size(); start += BATCH * EVERY) {
        FloatBuffer batch = FloatBuffer.allocate(BATCH * 3 * 32 * 32);
        for (int i = 0; i < BATCH; i++) {
          Cifar10Images.decode(images.get(paths.get(start + i * EVERY)), batch);
        }

        network.input(BATCH).put(batch.flip());
        float[] expected = network.logits(BATCH);
        float[][] found = session.logits(batch.rewind(), BATCH, 3, 32, 32);
        TestOnnxModel.assertClose(found, expected);
        assertThat(labels(found)).isEqualTo(labels(expected));
      }
    }
  }

  private static Map<String, Tensor> withoutCounters(Map<String, Tensor> tensors) {
    Map<String, Tensor> kept = new TreeMap<>(tensors);
    kept.keySet().removeIf(name -> name.endsWith(".num_batches_tracked"));
    return kept;
  }

  private static List<Integer> labels(float[][] logits) {
    List<Integer> labels = new ArrayList<>();
    for (float[] row : logits) {
      labels.add(largest(row, 0, row.length));
    }

    return labels;
  }

  private static List<Integer> labels(float[] logits) {
    List<Integer> labels = new ArrayList<>();
    for (int start = 0; start < logits.length; start += 10) {
      labels.add(largest(logits, start, 10));
    }

    return labels;
  }

  private static int largest(float[] values, int start, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = values[start + i] > values[start + best] ? i : best;
    }

    return best;
  }
}
