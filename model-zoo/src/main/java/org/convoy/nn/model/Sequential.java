package org.convoy.nn.model;

import java.util.Arrays;
import java.util.List;
import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.loss.LossOutput;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Blocks one after the other, PyTorch's {@code Sequential}; without blocks it is the identity. A
 * block without a name is called by its index, from 0, so that parameters have the names of the
 * equivalent module's state dict, such as "2.0.weight".
 */
public record Sequential(List<Block> blocks) implements Block {
  public Sequential {
    blocks = List.copyOf(blocks);
  }

  /** Of layers, builders of layers, and blocks. */
  public static Sequential of(ModelItem... items) {
    return new Sequential(Arrays.stream(items).map(Block::of).toList());
  }

  /**
   * The network for images of this shape, trained on the cross-entropy of its outputs.
   *
   * @throws IllegalArgumentException if a layer cannot take what reaches it, which is named with
   *     its input's shape, if two parts have the same name, or if the outputs are not {@code
   *     numClasses} numbers
   */
  public ComputationGraphConfiguration configuration(int numClasses, InputShape input) {
    return configuration(numClasses, input, new CrossEntropyOutput());
  }

  /**
   * As {@link #configuration(int, InputShape)}, trained on another loss.
   *
   * @param loss is copied
   */
  public ComputationGraphConfiguration configuration(
      int numClasses, InputShape input, LossOutput loss) {
    return new GraphBuilder(input).addAll("", this).build(numClasses, loss);
  }
}
