package org.convoy.nn.model;

import java.util.Arrays;
import java.util.List;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.dropout.Dropout;
import org.convoy.nn.model.Block.Auxiliary;
import org.convoy.nn.model.Block.Branches;
import org.convoy.nn.model.Block.Inline;
import org.convoy.nn.model.Block.Join;
import org.convoy.nn.model.Block.Named;
import org.convoy.nn.model.Block.Residual;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.convoy.nn.pool.AvgPool2d;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.Flatten;

/**
 * The vocabulary of a model in Java, for static import: {@code Sequential.of(conv2d(3, 16,
 * 3).padding(1), batchNorm2d(16), relu(), …)}. Any other layer below org.convoy.nn stands in the
 * list by its constructor or builder.
 */
public final class Blocks {
  private Blocks() {}

  /** Gives a block, or a layer, a name in the place of its index. */
  public static Named named(String name, ModelItem item) {
    return new Named(name, Block.of(item));
  }

  /** {@code body(x) + x}. */
  public static Residual residual(ModelItem body) {
    return residual(body, Sequential.of());
  }

  /** {@code body(x) + shortcut(x)}. */
  public static Residual residual(ModelItem body, ModelItem shortcut) {
    return new Residual(Block.of(body), Block.of(shortcut), Sequential.of());
  }

  /** The branches' outputs, concatenated by channel. */
  public static Branches branches(ModelItem... branches) {
    return new Branches(Arrays.stream(branches).map(Block::of).toList());
  }

  /** The sum of two branches' outputs, whose parameters lie in this order. */
  public static Branches sum(ModelItem left, ModelItem right) {
    return new Branches(List.of(Block.of(left), Block.of(right)), Join.SUM);
  }

  /**
   * The product of two branches' outputs, whose parameters lie in this order; one may give a number
   * for each channel, [channels, 1, 1].
   */
  public static Branches product(ModelItem left, ModelItem right) {
    return new Branches(List.of(Block.of(left), Block.of(right)), Join.PRODUCT);
  }

  /** The parts of this have the names of parts of what it stands in. */
  public static Inline inline(ModelItem item) {
    return new Inline(Block.of(item));
  }

  /**
   * A classifier beside the network, which only training computes.
   *
   * @param weight the factor of its loss
   * @param body from what reaches this place to logits of its own
   */
  public static Auxiliary auxiliary(double weight, ModelItem body) {
    return new Auxiliary(weight, Block.of(body));
  }

  /** A convolution that takes this number of channels only. */
  public static Conv2d.Builder conv2d(int inChannels, int outChannels, int kernelSize) {
    return conv2d(outChannels, kernelSize).inChannels(inChannels);
  }

  /** A convolution of whatever number of channels reaches it. */
  public static Conv2d.Builder conv2d(int outChannels, int kernelSize) {
    return Conv2d.builder(outChannels, kernelSize);
  }

  /** A linear layer that takes this number of features only. */
  public static Linear.Builder linear(int inFeatures, int outFeatures) {
    return linear(outFeatures).inFeatures(inFeatures);
  }

  /** A linear layer on whatever number of features reaches it. */
  public static Linear.Builder linear(int outFeatures) {
    return Linear.builder(outFeatures);
  }

  /** Batch normalization of this number of channels only. */
  public static BatchNorm2d batchNorm2d(int channels) {
    return BatchNorm2d.of(channels);
  }

  /** Batch normalization of whatever number of channels reaches it. */
  public static BatchNorm2d batchNorm2d() {
    return new BatchNorm2d();
  }

  public static ReLU relu() {
    return new ReLU();
  }

  public static MaxPool2d.Builder maxPool2d(int kernelSize) {
    return MaxPool2d.builder(kernelSize);
  }

  public static AvgPool2d.Builder avgPool2d(int kernelSize) {
    return AvgPool2d.builder(kernelSize);
  }

  /** Average pooling to a square output; 1 is global average pooling. */
  public static AdaptiveAvgPool2d adaptiveAvgPool2d(int outputSize) {
    return AdaptiveAvgPool2d.of(outputSize);
  }

  /** Zeroes values with this probability in training. */
  public static Dropout dropout(double probability) {
    return new Dropout(probability);
  }

  public static Flatten flatten() {
    return new Flatten();
  }
}
