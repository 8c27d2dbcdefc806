package org.convoy.nn.model;

import java.util.List;

/**
 * Blocks that see the same input, their outputs' channels one after the other, as in Szegedy et al.
 * 2014, "Going deeper with convolutions", https://arxiv.org/abs/1409.4842. A branch without a name
 * is called by its index, from 0.
 *
 * @param branches at least one
 */
public record Branches(List<Block> branches) implements Block {
  public Branches {
    branches = List.copyOf(branches);
    if (branches.isEmpty()) {
      throw new IllegalArgumentException("Branches need at least one branch");
    }
  }
}
