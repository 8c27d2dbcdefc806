package org.convoy.libtorch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.Operation;

/** Batch normalization; in training it moves the running statistics. */
final class BatchNormOperator implements Operator {
  private final Site site;
  private final Operation.BatchNormalization operation;
  private final Parameter weight;
  private final Parameter bias;
  private final Parameter mean;
  private final Parameter variance;
  private final Parameter batches;
  private final Scalar one = new Scalar(1.0);

  BatchNormOperator(Site site, Operation.BatchNormalization operation) {
    this.site = site;
    this.operation = operation;
    weight = operation.affine() ? site.next(site.channels()) : null;
    bias = operation.affine() ? site.next(site.channels()) : null;
    mean = operation.tracksStatistics() ? site.next(site.channels()) : null;
    variance = operation.tracksStatistics() ? site.next(site.channels()) : null;
    batches = operation.tracksStatistics() && operation.momentum().isEmpty() ? site.next(1) : null;
  }

  @Override
  public Tensor forward(Frame frame) {
    Tensor input = frame.input();
    boolean usesBatch = frame.isTraining() || mean == null;
    if (usesBatch && input.numel() == site.channels()) {
      throw new IllegalArgumentException(
          ("Layer \"%s\" needs more than one value in each channel to train, got a batch"
                  + " of 1 example with 1 x 1 pixel; use larger batches or images")
              .formatted(site.name()));
    }

    boolean averages = frame.isTraining() && batches != null;
    Tensor[] results =
        Results.of(
            torch.native_batch_norm(
                input,
                Parameter.orNone(weight),
                Parameter.orNone(bias),
                Parameter.orNone(averages ? null : mean),
                Parameter.orNone(averages ? null : variance),
                usesBatch,
                operation.momentum().orElse(0),
                operation.epsilon()));
    if (averages) {
      average(input);
    }

    frame.save(results[1], results[2]);
    return results[0];
  }

  /** Without a momentum running statistics are the mean of all batches'. */
  private void average(Tensor input) {
    // The count is whole, but averages of it over replicas may be off a little.
    Tensor share = batches.value().round_().add_(one).reciprocal();
    long[] all = new long[(int) input.dim() - 1];
    for (int i = 1; i < all.length; i++) {
      all[i] = i + 1L;
    }

    Tensor[] statistics = Results.of(torch.var_mean(input, all, true, false));
    variance.value().lerp_(statistics[0], share);
    mean.value().lerp_(statistics[1], share);
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    boolean wantsParameters = operation.affine() && frame.wantsParameters();
    Tensor[] gradients =
        Results.of(
            torch.native_batch_norm_backward(
                gradient,
                frame.input(),
                Parameter.orNone(weight),
                Parameter.orNone(mean),
                Parameter.orNone(variance),
                new TensorOptional(frame.saved(0)),
                new TensorOptional(frame.saved(1)),
                true,
                operation.epsilon(),
                Results.wanted(frame.wants(0), wantsParameters, wantsParameters)));
    Results.write(gradients, weight, bias);
    if (frame.wants(0)) {
      frame.contribute(0, gradients[0]);
    }
  }
}
