package org.convoy.cli.console;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as 128MB: 1024 bytes are a KB, 1024 KB an MB, as in Spark and Hadoop. */
public final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)i?b?");
  private static final List<String> UNITS = List.of("", "k", "m", "g", "t");

  @Override
  public Long convert(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));

    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'%s' is no size; write for example 128MB or 1GB".formatted(text));
    }

    long bytes = Long.parseLong(matcher.group(1)) << (10 * UNITS.indexOf(matcher.group(2)));

    if (bytes < 1 || bytes > 1L << 50) {
      throw new TypeConversionException("'%s' is not between 1 byte and 1024TB".formatted(text));
    }

    return bytes;
  }
}
