package org.convoy.cli.argument;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Lets an option have a seed or none: only a number that follows it is its value, so that a path
 * can follow as well.
 */
public final class OptionalSeed implements IParameterPreprocessor {
  public static final String DEFAULT = "0";

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own type
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    if (arguments.isEmpty() || !arguments.peek().matches("-?\\d{1,18}")) {
      arguments.push(DEFAULT);
    }

    return false;
  }
}
