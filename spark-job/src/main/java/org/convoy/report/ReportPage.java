package org.convoy.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.convoy.common.Sha256;

/**
 * The page as HTML. The data stand in it as JSON in which no character means anything to HTML, and
 * the page's policy lets a browser run the two scripts whose hashes it has and fetch nothing.
 */
public final class ReportPage {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private ReportPage() {}

  /**
   * Of some runs.
   *
   * @param shown what is written of a text, which may hold secrets; pictures are left as they are
   */
  public static String html(ReportData data, UnaryOperator<String> shown) {
    return html(data, "report.js", shown);
  }

  /** Of a learning-rate range test. */
  public static String html(RangeTestData data, UnaryOperator<String> shown) {
    return html(data, "range-test.js", shown);
  }

  private static String html(Object data, String scriptName, UnaryOperator<String> shown) {
    String style = resource(UPLOT + "uPlot.min.css") + resource("report.css");
    String plots = resource(UPLOT + "uPlot.iife.min.js");
    String script = resource(scriptName);
    String policy =
        "default-src 'none'; img-src data:; style-src '%s'; script-src '%s' '%s'; base-uri 'none'; form-action 'none'"
            .formatted(hash(style), hash(plots), hash(script));
    return filled(
        resource("report.html"),
        Map.of(
            "policy", policy,
            "style", style,
            "data", harmless(json(data, shown)),
            "plots", plots,
            "script", script));
  }

  private static String json(Object data, UnaryOperator<String> shown) {
    StdScalarSerializer<String> texts =
        new StdScalarSerializer<>(String.class) {
          @Override
          public void serialize(String text, JsonGenerator json, SerializerProvider provider)
              throws IOException {
            json.writeString(text.startsWith(Pictures.PREFIX) ? text : shown.apply(text));
          }
        };
    try {
      return new ObjectMapper()
          .registerModule(new SimpleModule().addSerializer(String.class, texts))
          .writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + data, e);
    }
  }

  /** In one pass: what is put in is not looked at. */
  private static String filled(String template, Map<String, String> parts) {
    StringBuilder page = new StringBuilder();
    int at = 0;
    for (int mark = template.indexOf("{{"); mark >= 0; mark = template.indexOf("{{", at)) {
      int end = template.indexOf("}}", mark);
      page.append(template, at, mark).append(parts.get(template.substring(mark + 2, end)));
      at = end + 2;
    }

    return page.append(template.substring(at)).toString();
  }

  /** The same JSON, which ends no element and no line. */
  static String harmless(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char character = json.charAt(i);
      boolean plain = character < 0x7f && "<>&".indexOf(character) < 0;
      escaped.append(plain ? character : "\\u%04x".formatted((int) character));
    }

    return escaped.toString();
  }

  private static String hash(String content) {
    return "sha256-"
        + Base64.getEncoder().encodeToString(Sha256.digest().digest(content.getBytes(UTF_8)));
  }

  private static String resource(String name) {
    try (InputStream input = ReportPage.class.getResourceAsStream(name)) {
      if (input == null) {
        throw new IllegalStateException(name + " is not in this build");
      }

      return new String(input.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " of this build cannot be read", e);
    }
  }
}
