package org.convoy.config.binding;

import com.typesafe.config.ConfigOrigin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a value was set: a line of a file, or the command line. Line 0: no line in particular. */
record Place(String source, int line) {
  static final Place COMMAND_LINE = new Place("command line", 0);

  private static final Pattern SOURCE_AND_LINES =
      Pattern.compile("(.*): (\\d+)(-\\d+)?", Pattern.DOTALL);

  static Place of(ConfigOrigin origin) {
    Matcher matcher = SOURCE_AND_LINES.matcher(origin.description());
    if (!matcher.matches()) {
      return new Place(origin.description(), 0);
    }

    Place place = new Place(matcher.group(1), Integer.parseInt(matcher.group(2)));
    return place.source.equals(COMMAND_LINE.source) ? COMMAND_LINE : place;
  }

  @Override
  public String toString() {
    return line > 0 ? source + ":" + line : source;
  }
}
