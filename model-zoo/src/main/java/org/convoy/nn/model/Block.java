package org.convoy.nn.model;

import java.util.List;
import java.util.regex.Pattern;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.dl4j.LayerBuilder;
import org.convoy.nn.dl4j.ModelItem;
import org.deeplearning4j.nn.conf.layers.Layer;

/** An immutable part of a model: a layer, or a composition of blocks. */
public sealed interface Block extends ModelItem
    permits Sequential,
        Block.LayerBlock,
        Block.Named,
        Block.Residual,
        Block.Branches,
        Block.Inline,
        Block.Auxiliary {
  /**
   * The item as it is now; later changes of a builder do not matter.
   *
   * @throws IllegalArgumentException if it is none of what {@link ModelItem} names
   */
  static Block of(ModelItem item) {
    if (item instanceof Block block) {
      return block;
    }

    if (item instanceof LayerBuilder builder) {
      return new LayerBlock(builder.build());
    }

    if (item instanceof Layer layer) {
      return new LayerBlock(layer);
    }

    throw new IllegalArgumentException(
        "A model is made of layers, their builders and blocks, got " + item);
  }

  /** One layer. DL4J's layers can be changed, so that a copy is kept and copies are given. */
  record LayerBlock(Layer layer) implements Block {
    public LayerBlock {
      layer = layer.clone();
    }

    @Override
    public Layer layer() {
      return layer.clone();
    }
  }

  /**
   * A block with a name of its own instead of its place's; a name given to a named block replaces
   * the former.
   *
   * @param name letters, digits, hyphens and underscores
   */
  record Named(String name, Block block) implements Block {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    public Named {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "A block's name consists of letters, digits, - and _, got \"" + name + "\"");
      }

      block = block instanceof Named named ? named.block() : block;
    }

    /** The block under its own name or, if it has none, under this. */
    static Named orElse(String name, Block block) {
      return block instanceof Named named ? named : new Named(name, block);
    }
  }

  /**
   * The sum of a body's and a shortcut's output, and what follows it; He et al. 2015, "Deep
   * residual learning for image recognition", https://arxiv.org/abs/1512.03385. It is named like
   * this module:
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
   * <p>Named blocks have their own names in the place of "shortcut" and "activation"; a named body
   * is one module more.
   *
   * @param shortcut an empty Sequential is the identity
   * @param activation an empty Sequential is none
   */
  record Residual(Block body, Block shortcut, Block activation) implements Block {
    /** With this, usually a ReLU, after the sum. */
    public Residual activation(ModelItem item) {
      return new Residual(body, shortcut, Block.of(item));
    }
  }

  /** What is made of the outputs of branches. */
  enum Join {
    /** Their channels one after the other. */
    CONCATENATION("concat"),
    /** Their sum. */
    SUM("add"),
    /** The product of two, of which one may give a number for each channel. */
    PRODUCT("multiply");

    private final String vertex;

    Join(String vertex) {
      this.vertex = vertex;
    }

    /** What the vertex that joins them is called. */
    String vertex() {
      return vertex;
    }
  }

  /**
   * Blocks that see the same input, and whose outputs are joined: by channel as in Szegedy et al.
   * 2014, "Going deeper with convolutions", https://arxiv.org/abs/1409.4842. A branch without a
   * name is called by its index, from 0. Parameters lie in the order of the branches.
   *
   * @param branches at least one; two of a sum or a product
   */
  record Branches(List<Block> branches, Join join) implements Block {
    private static final int OF_TWO = 2;

    public Branches {
      branches = List.copyOf(branches);
      if (branches.isEmpty()) {
        throw new IllegalArgumentException("Branches need at least one branch");
      }

      if (join != Join.CONCATENATION && branches.size() != OF_TWO) {
        throw new IllegalArgumentException(
            "A sum or a product is of two branches, got " + branches.size());
      }
    }

    /** Concatenated by channel. */
    public Branches(List<Block> branches) {
      this(branches, Join.CONCATENATION);
    }
  }

  /**
   * A block whose parts have the names of parts of what it stands in: for compositions that are no
   * module in PyTorch, but code in some module's {@code forward}. A layer's parts are its
   * parameters.
   */
  record Inline(Block block) implements Block {}

  /**
   * A classifier beside the network, as in Szegedy et al. 2014, "Going deeper with convolutions",
   * https://arxiv.org/abs/1409.4842: its body takes what reaches this place and ends in logits of
   * its own, whose loss is added, with a weight, to that of the network. What comes next takes what
   * reached this place. Only training computes it; its parameters lie after those of the network.
   *
   * @param weight the factor of its loss, positive
   */
  record Auxiliary(double weight, Block body) implements Block {
    public Auxiliary {
      Bounds.POSITIVE.check("An auxiliary classifier's weight", weight);
    }
  }
}
