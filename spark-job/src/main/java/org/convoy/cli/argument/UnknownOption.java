package org.convoy.cli.argument;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.convoy.common.NearestName;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * An option that a command does not have. PyTorch's scripts take their settings as options, which
 * are keys of the config here.
 *
 * @param name with its dashes
 * @param value what follows it; empty where nothing does
 * @param command that was given it
 */
public record UnknownOption(String name, String value, CommandSpec command) {
  private static final String UNKNOWN = "unknown key; ";
  private static final Pattern MEANT = Pattern.compile("did you mean ([\\w.]+)");

  public UnknownOption {
    requireNonNull(name, "name is null");
    requireNonNull(value, "value is null");
    requireNonNull(command, "command is null");
  }

  /** The first one among a command's arguments, whatever else is wrong with them. */
  public static Optional<UnknownOption> among(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i].replaceFirst("=.*", "");
      boolean isOption = name.matches("-[A-Za-z]|--[A-Za-z].*");
      if (isOption && !command.getCommandSpec().optionsMap().containsKey(name)) {
        return Optional.of(new UnknownOption(name, value(arguments, i), command.getCommandSpec()));
      }

      if (name.equals("--")) {
        break;
      }
    }

    return Optional.empty();
  }

  private static String value(String[] arguments, int index) {
    int equals = arguments[index].indexOf('=');
    if (equals >= 0) {
      return arguments[index].substring(equals + 1);
    }

    boolean isFollowed = index + 1 < arguments.length && !arguments[index + 1].startsWith("-");
    return isFollowed ? arguments[index + 1] : "";
  }

  /** What is meant, if anyone knows, as it is written here. */
  public String message() {
    return "Unknown option: '%s'%s".formatted(name, key().or(this::option).orElse(""));
  }

  /** Where the command takes keys of the config, which know what PyTorch calls them. */
  private Optional<String> key() {
    boolean takesKeys =
        command.positionalParameters().stream()
            .anyMatch(parameter -> parameter.paramLabel().contains("key=value"));
    if (!takesKeys || !bare(name).matches("[\\w.-]+")) {
      return Optional.empty();
    }

    return answer().map(answer -> answer + "; keys of the config are given without dashes");
  }

  private Optional<String> answer() {
    String setting = value.isEmpty() ? "…" : value;
    String said = saidOf(bare(name) + "=x");
    Matcher meant = MEANT.matcher(said);
    if (meant.find()) {
      return Optional.of("; did you mean %s=%s?".formatted(meant.group(1), setting));
    }

    int hint = said.indexOf(UNKNOWN) + UNKNOWN.length();
    return said.contains(UNKNOWN)
        ? Optional.of("; " + said.substring(hint)).filter(text -> !text.contains("known here: "))
        : Optional.of("; did you mean %s=%s?".formatted(bare(name), setting))
            .filter(text -> !said.contains("expected a section"));
  }

  /** What the config says of a setting, which is no number; empty where it takes it. */
  private static String saidOf(String setting) {
    try {
      ConvoyConfig.withoutData(List.of(setting));
      return "";
    } catch (ConfigException e) {
      return e.problems().get(0);
    }
  }

  private Optional<String> option() {
    List<String> options =
        command.options().stream()
            .flatMap(option -> Stream.of(option.names()))
            .map(UnknownOption::bare)
            .toList();
    return NearestName.of(bare(name), options).map(nearest -> "; did you mean --" + nearest + "?");
  }

  private static String bare(String option) {
    return option.replaceFirst("^-+", "");
  }
}
