package org.convoy.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A command's result as the one line that scripts read. */
public final class JsonResult {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonResult() {}

  public static String line(Record result) {
    try {
      return JSON.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value: " + result, e);
    }
  }
}
