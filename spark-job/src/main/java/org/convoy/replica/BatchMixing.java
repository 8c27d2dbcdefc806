package org.convoy.replica;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.data.ImageShape;
import org.convoy.data.transform.BatchTransform;
import org.convoy.data.transform.ImageBatch;
import org.convoy.data.transform.RandomSource;
import org.convoy.nn.loss.Targets;
import org.convoy.zoo.Architecture;

/**
 * Mixup and its relatives, applied to a batch in a network's input.
 *
 * @param transforms in their order; none: batches are left alone
 * @param shape of an image
 * @param classes outputs of the network
 */
public record BatchMixing(List<BatchTransform> transforms, ImageShape shape, int classes)
    implements Serializable {
  public BatchMixing {
    transforms = List.copyOf(transforms);
  }

  public static BatchMixing of(List<BatchTransform> transforms, Architecture architecture) {
    ImageShape shape =
        new ImageShape(
            architecture.inputHeight(), architecture.inputWidth(), architecture.inputChannels());
    return new BatchMixing(transforms, shape, architecture.numClasses());
  }

  /**
   * Mixes the images and tells what the network should answer.
   *
   * @param images NCHW, as many as labels; mixed in place
   * @param seed of what is drawn
   */
  public Targets mix(FloatBuffer images, int[] labels, long seed) {
    if (transforms.isEmpty()) {
      return Targets.ofClasses(labels);
    }

    float[] targets = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes + labels[i]] = 1;
    }

    ImageBatch batch =
        new ImageBatch(labels.length, shape, classes, images, FloatBuffer.wrap(targets));
    RandomSource random = RandomSource.of(seed);
    transforms.forEach(transform -> transform.apply(batch, random));
    return Targets.ofValues(targets, classes);
  }
}
