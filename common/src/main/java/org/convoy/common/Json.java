package org.convoy.common;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Values as JSON on one line, and the mappers, which nobody configures any further. */
public final class Json {
  /** As Jackson has it; with another feature: a reader or writer of it. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  /** Of files from anywhere: refuses names that are there twice, and what follows the value. */
  public static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Of records, lists, maps, texts, numbers and booleans.
   *
   * @throws IllegalArgumentException if a value is none of these
   */
  public static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value: " + value, e);
    }
  }
}
