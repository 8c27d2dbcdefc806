package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.convoy.train.stop.StopRequest;

/** A command that was run in the tests' own process. */
record Finished(int exitCode, String output, String error) {
  static Finished of(List<String> arguments) {
    return of(arguments.toArray(String[]::new));
  }

  static Finished of(String... arguments) {
    return of(new StopRequest(), arguments);
  }

  static Finished of(StopRequest stopRequest, String... arguments) {
    StringWriter output = new StringWriter();
    StringWriter error = new StringWriter();
    int exitCode =
        Main.commandLine(stopRequest)
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(error, true))
            .execute(arguments);
    stopRequest.letOthersExit(); // the end of the tests is no request to stop
    return new Finished(exitCode, output.toString(), error.toString());
  }

  Finished successful() {
    assertThat(exitCode).as(output + error).isZero();
    return this;
  }

  List<String> lines() {
    return output.lines().toList();
  }

  /** The last line. */
  JsonNode json() throws IOException {
    return json(lines().size() - 1);
  }

  JsonNode json(int line) throws IOException {
    return new ObjectMapper().readTree(lines().get(line));
  }
}
