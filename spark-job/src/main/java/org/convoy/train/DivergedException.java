package org.convoy.train;

/** The loss or a parameter became NaN or infinite. The checkpoints before it are kept. */
public final class DivergedException extends RuntimeException {
  DivergedException(int epoch, int round, double loss, double learningRate) {
    super(
        String.format(
            "Training diverged in epoch %d, round %d: loss %s at learning rate %s."
                + " Try a smaller optimizer.learningRate or a warm-up.",
            epoch + 1, round + 1, loss, learningRate));
  }
}
