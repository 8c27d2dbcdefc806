package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.dropout.Dropout;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.Sequential;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Batches whose memory passes the 2 GiB that Java's buffers end at. */
class TestLargeBatches {
  private static final KernelChoice ONEDNN = KernelChoice.of(Backend.ONEDNN);
  private static final long TWO_GIB = 1L << 31;
  private static final int SIDE = 8;
  private static final int CLASSES = 10;

  /** Once for the process, before anything plans. */
  @BeforeAll
  static void chooseKernels() {
    KernelBackend.resolve(ONEDNN);
  }

  /**
   * An image's largest tensors are 512 KiB, of few pixels: weight gradients are sums over all
   * pixels of all images, in float.
   */
  private static ComputationGraphConfiguration wide(ModelItem between) {
    return Sequential.of(
            conv2d(2_048, 1),
            between,
            conv2d(16, 1),
            adaptiveAvgPool2d(1),
            flatten(),
            linear(CLASSES))
        .configuration(CLASSES, new InputShape(3, SIDE, SIDE), new CrossEntropyOutput());
  }

  @Test
  void anArenaOfMoreThanTwoGibibytesTrainsAsTheSameBatchInPieces() {
    int batch = 2_400;
    int piece = 600;
    assertThat(arenaBytes(batch, 1)).isGreaterThan(TWO_GIB);
    try (Network network = Network.create(wide(new ReLU()), ONEDNN)) {
      network.initialize(1);
      fill(network, 0, batch);
      StepMetrics whole = network.computeGradients(labels(0, batch), 1);
      float[] gradients = network.gradients();
      double[] expected = new double[gradients.length];
      double loss = 0;
      for (int start = 0; start < batch; start += piece) {
        fill(network, start, piece);
        loss += network.computeGradients(labels(start, piece), 1).loss() * piece / batch;
        float[] part = network.gradients();
        for (int i = 0; i < part.length; i++) {
          expected[i] += (double) part[i] * piece / batch;
        }
      }

      assertThat(whole.loss()).isCloseTo(loss, within(1e-5));
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < gradients.length; i++) {
        assertThat((double) gradients[i]).isCloseTo(expected[i], within(1e-3 * largest));
      }
    }
  }

  @Test
  void aTensorOfMoreThanTwoGibibytesEvaluatesAsTheSameBatchInPieces() {
    int batch = 4_224;
    int piece = 704;
    assertThat(arenaBytes(1, batch)).isGreaterThan(TWO_GIB);
    try (Network network = Network.create(wide(new ReLU()), ONEDNN)) {
      network.initialize(1);
      fill(network, 0, batch);
      float[] whole = network.logits(batch);
      for (int start = 0; start < batch; start += piece) {
        fill(network, start, piece);
        float[] part = network.logits(piece);
        float[] same = Arrays.copyOfRange(whole, start * CLASSES, (start + piece) * CLASSES);
        assertThat(part).containsExactly(same, within(1e-5f));
      }
    }
  }

  @Test
  void memoryThatIsNotThereIsAnErrorAfterWhichSmallerBatchesWork() {
    try (Network network = Network.create(wide(new ReLU()), ONEDNN)) {
      network.initialize(1);
      fill(network, 0, 8);
      float[] before = network.logits(8);
      fill(network, 0, 16_000);
      assertThatThrownBy(() -> network.computeGradients(labels(0, 16_000), 1))
          .isInstanceOf(OutOfMemoryError.class);
      fill(network, 0, 8);
      assertThat(network.logits(8)).isEqualTo(before);
    }
  }

  @Test
  void aReplicaTakesTheMemoryThatWasPlanned() {
    ComputationGraphConfiguration configuration = wide(new ReLU());
    long before = Pointer.totalBytes();
    NetworkBlueprint blueprint = NetworkBlueprint.of(configuration);
    // ND4J's own count has the parameters.
    long gradients = (long) blueprint.layout().size() * Float.BYTES;
    long planned = gradients + blueprint.workingBytes(ONEDNN, 200, 300);
    try (Network network = Network.create(configuration, ONEDNN)) {
      fill(network, 0, 200);
      network.computeGradients(labels(0, 200), 1);
      fill(network, 0, 300);
      network.logits(300);
      assertThat(Pointer.totalBytes() - before).isCloseTo(planned, withPercentage(2));
    }

    assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before + (1 << 20));
  }

  @Test
  void whatJavaCannotAddressIsRefusedWithTheNumbers() {
    ComputationGraphConfiguration dropped = wide(new Dropout(0.5));
    NetworkBlueprint blueprint = NetworkBlueprint.of(dropped);
    assertThatThrownBy(() -> blueprint.workingBytes(ONEDNN, 4_200, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A layer's output of 2048 x 8 x 8 floats of a batch of 4,200 takes 2,202,009,600"
                + " bytes, more than one buffer holds; use batches of at most 4,095");
    assertThatThrownBy(() -> blueprint.workingBytes(ONEDNN, 1, 3_000_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The input of a batch of 3,000,000 takes 2,304,000,000 bytes, more than one buffer"
                + " holds; use batches of at most 2,796,202");
    try (Network network = Network.create(wide(new ReLU()), ONEDNN)) {
      assertThatThrownBy(() -> network.input(3_000_000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("use batches of at most 2,796,202");
    }
  }

  private static long arenaBytes(int trainingBatch, int evaluationBatch) {
    return NetworkBlueprint.of(wide(new ReLU()))
        .workingBytes(ONEDNN, trainingBatch, evaluationBatch);
  }

  /** Writes the images from this one on. */
  private static void fill(Network network, int start, int count) {
    FloatBuffer input = network.input(count);
    for (int image = start; image < start + count; image++) {
      SplittableRandom random = new SplittableRandom(image);
      for (int i = 0; i < 3 * SIDE * SIDE; i++) {
        input.put((float) random.nextDouble(-1, 1));
      }
    }
  }

  private static int[] labels(int start, int count) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> (start + i) % CLASSES);
    return labels;
  }
}
