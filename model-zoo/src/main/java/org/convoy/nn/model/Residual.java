package org.convoy.nn.model;

import org.convoy.nn.dl4j.ModelItem;

/**
 * The sum of a body's and a shortcut's output, and what follows it; He et al. 2015, "Deep residual
 * learning for image recognition", https://arxiv.org/abs/1512.03385. It is named like this module:
 *
 * <pre>{@code
 * class Residual(nn.Sequential):
 *     def __init__(self, *body, shortcut, activation):
 *         super().__init__(*body)
 *         self.shortcut, self.activation = shortcut, activation
 *
 *     def forward(self, x):
 *         return self.activation(super().forward(x) + self.shortcut(x))
 * }</pre>
 *
 * <p>Named blocks have their own names in the place of "shortcut" and "activation"; a named body is
 * one module more.
 *
 * @param shortcut an empty Sequential is the identity
 * @param activation an empty Sequential is none
 */
public record Residual(Block body, Block shortcut, Block activation) implements Block {
  /** With this, usually a ReLU, after the sum. */
  public Residual activation(ModelItem item) {
    return new Residual(body, shortcut, Block.of(item));
  }
}
