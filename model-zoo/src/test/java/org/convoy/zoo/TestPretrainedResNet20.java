package org.convoy.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.convoy.nn.network.Network;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.weights.Safetensors;
import org.convoy.weights.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Public weights and real images: PyTorch classifies 8,103 of the 10,000 correctly. */
class TestPretrainedResNet20 {
  private static final Path FOLDER = Path.of(System.getProperty("reference.data.dir", ""));
  private static final Path WEIGHTS = FOLDER.resolve("weights/resnet20-cifar10.safetensors");
  private static final Path IMAGES = FOLDER.resolve("data/cifar10-images.tar.gz");
  private static final int BATCH = 100;

  @BeforeEach
  void needsReferenceData() {
    for (Path file : List.of(WEIGHTS, IMAGES)) {
      assumeThat(file)
          .as("set -Dreference.data.dir to the folder that holds weights/ and data/ to run this")
          .isRegularFile();
    }
  }

  @Test
  void namesAndShapesAreThoseOfTheWeights() throws IOException {
    try (Network network = network()) {
      Map<String, Tensor> tensors = Safetensors.read(WEIGHTS).tensors();
      assertThat(network.layout().segments().stream().map(TestPretrainedResNet20::describe))
          .containsExactlyInAnyOrderElementsOf(
              tensors.entrySet().stream()
                  .filter(tensor -> !tensor.getKey().endsWith("num_batches_tracked"))
                  .map(tensor -> tensor.getKey() + " " + Arrays.toString(tensor.getValue().shape()))
                  .toList());
    }
  }

  /** Every tenth image, 100 of each class. */
  @Test
  void classifiesThousandImagesAsPyTorchDoes() throws IOException {
    assertThat(correct(10)).isBetween(794, 796);
  }

  @Test
  @Tag("slow")
  void classifiesAllImagesAsPyTorchDoes() throws IOException {
    assertThat(correct(1)).isBetween(8098, 8108);
  }

  private static int correct(int every) throws IOException {
    Safetensors weights = Safetensors.read(WEIGHTS);
    List<String> classes = List.of(weights.metadata().get("classes").split(",", -1));
    NavigableMap<String, byte[]> images = Cifar10Images.read(IMAGES);
    assertThat(images).hasSize(10_000);
    List<String> paths = new ArrayList<>(images.keySet());
    int correct = 0;
    try (Network network = network()) {
      network.setParameters(parameters(network, weights));
      for (int start = 0; start < paths.size(); start += BATCH * every) {
        FloatBuffer input = network.input(BATCH);
        int[] labels = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
          String path = paths.get(start + i * every);
          Cifar10Images.decode(images.get(path), input);
          labels[i] = classes.indexOf(Path.of(path).getParent().getFileName().toString());
        }

        correct += network.evaluate(labels).correct();
      }
    }

    return correct;
  }

  private static float[] parameters(Network network, Safetensors weights) {
    float[] values = new float[network.layout().size()];
    for (Segment segment : network.layout().segments()) {
      float[] tensor = weights.tensor(segment.name()).floats();
      System.arraycopy(tensor, 0, values, segment.offset(), segment.length());
    }

    return values;
  }

  private static Network network() {
    return Network.create(ModelZoo.configuration(new Architecture("resnet20", 10, 3, 32, 32)));
  }

  private static String describe(Segment segment) {
    return segment.name() + " " + segment.shape();
  }
}
