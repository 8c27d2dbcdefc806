package org.convoy.nn.model;

import org.convoy.common.argument.Bounds;

/**
 * A classifier beside the network, as in Szegedy et al. 2014, "Going deeper with convolutions",
 * https://arxiv.org/abs/1409.4842: its body takes what reaches this place and ends in logits of its
 * own, whose loss is added, with a weight, to that of the network. What comes next takes what
 * reached this place. Only training computes it; its parameters lie after those of the network.
 *
 * @param weight the factor of its loss, positive
 */
public record Auxiliary(double weight, Block body) implements Block {
  public Auxiliary {
    Bounds.POSITIVE.check("An auxiliary classifier's weight", weight);
  }
}
