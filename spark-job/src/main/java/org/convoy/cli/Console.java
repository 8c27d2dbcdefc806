package org.convoy.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.convoy.run.file.OutputFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What each command says and how: lines, its result for scripts, and what is wrong with a call. */
final class Console {
  /** Below the help of a command that runs on Spark. */
  static final String TAKES_MASTER =
      "scripts/convoy takes --master M as well: local[2], spark://…, yarn, k8s://…";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "end with the result as one JSON object on a line")
  private boolean json;

  private boolean outputIsData;

  /** Says all else to standard error, since a file is written to standard output. */
  void leaveOutputTo(String file) {
    outputIsData = OutputFile.isStandardOutput(file);
  }

  boolean isJson() {
    return json;
  }

  PrintWriter output() {
    return outputIsData ? errors() : command.commandLine().getOut();
  }

  PrintWriter errors() {
    return command.commandLine().getErr();
  }

  void println(String line) {
    output().println(line);
  }

  void printf(String format, Object... arguments) {
    output().printf(Locale.ROOT, format, arguments);
  }

  /** Ends what the command prints. */
  void result(Record result) {
    if (json) {
      println(JsonResult.line(result));
    }
  }

  /** To be thrown. */
  ParameterException usageError(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }
}
