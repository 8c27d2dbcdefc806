package org.convoy.config;

import java.util.Optional;
import org.convoy.nn.optimizer.Clipping;

/** Limits to the gradients of a worker's minibatch, before the update. */
public record ClipConfig(
    @Key(
            above = 0,
            unset = "no limit",
            description =
                "Largest Euclidean norm of all gradients together; PyTorch's clip_grad_norm_")
        Optional<Double> norm,
    @Key(
            above = 0,
            unset = "no limit",
            description = "Largest magnitude of each gradient; PyTorch's clip_grad_value_")
        Optional<Double> value)
    implements SectionCheck {

  @Override
  public void check(Problems problems) {
    if (norm.isPresent() && value.isPresent()) {
      problems.add("value", "cannot be combined with optimizer.clip.norm; set one of them to null");
    }
  }

  Clipping clipping() {
    return norm.map(Clipping::byNorm).or(() -> value.map(Clipping::byValue)).orElse(Clipping.NONE);
  }
}
