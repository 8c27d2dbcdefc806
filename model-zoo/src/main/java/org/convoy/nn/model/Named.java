package org.convoy.nn.model;

import java.util.regex.Pattern;

/**
 * A block with a name of its own instead of its place's; a name given to a named block replaces the
 * former.
 *
 * @param name letters, digits, hyphens and underscores
 */
public record Named(String name, Block block) implements Block {
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
