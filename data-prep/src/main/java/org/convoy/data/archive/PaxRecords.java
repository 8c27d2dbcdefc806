package org.convoy.data.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.convoy.data.DataException;

/**
 * The records of a POSIX pax extended header, {@code LENGTH KEYWORD=VALUE\n} each, of which only
 * the paths and the size matter here.
 *
 * @param values by keyword
 */
record PaxRecords(Map<String, String> values) {
  static final PaxRecords NONE = new PaxRecords(Map.of());

  private static final int MOST_DIGITS = 18;

  PaxRecords {
    values = Map.copyOf(values);
  }

  static PaxRecords parse(byte[] content, String archive) {
    // One character a byte until the values are cut out: lengths count bytes.
    String text = new String(content, ISO_8859_1);
    Map<String, String> values = new HashMap<>();

    for (int start = 0; start < text.length(); ) {
      int space = text.indexOf(' ', start);
      int end = space < 0 ? -1 : end(text, start, space);
      int equals = text.indexOf('=', space);

      if (end <= space || end > text.length() || equals < 0 || equals >= end) {
        throw damaged(archive, "a record that is not LENGTH KEYWORD=VALUE");
      }

      values.put(
          text.substring(space + 1, equals),
          new String(text.substring(equals + 1, end - 1).getBytes(ISO_8859_1), UTF_8));
      start = end;
    }

    return new PaxRecords(values);
  }

  /** Where the record that starts here ends, -1 when its length is no number. */
  private static int end(String text, int start, int space) {
    String digits = text.substring(start, space);
    return isNumber(digits)
        ? (int) Math.min(start + Long.parseLong(digits), Integer.MAX_VALUE)
        : -1;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }

  String pathOr(String other) {
    return values.getOrDefault("path", other);
  }

  String linkOr(String other) {
    return values.getOrDefault("linkpath", other);
  }

  OptionalLong size(String archive) {
    String size = values.get("size");

    if (size == null) {
      return OptionalLong.empty();
    }

    if (!isNumber(size)) {
      throw damaged(archive, "the size \"" + size + "\"");
    }

    return OptionalLong.of(Long.parseLong(size));
  }

  boolean isSparse() {
    return values.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
  }

  private static DataException damaged(String archive, String found) {
    return new DataException(
        archive, "a pax extended header", found, "It is damaged. " + ArchiveInput.FETCH_AGAIN);
  }
}
