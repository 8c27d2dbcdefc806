package org.convoy.cli.console;

import java.io.PrintWriter;
import org.convoy.common.Json;
import org.convoy.run.file.OutputFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What each command says and how: lines, its result for scripts, and what is wrong with a call. */
public final class Console {
  /** Below the help of a command that runs on Spark. */
  public static final String TAKES_MASTER =
      "scripts/convoy takes --master M as well: local[2], spark://…, yarn, k8s://…";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "end with the result as one JSON object on a line")
  private boolean json;

  private boolean outputIsData;

  /** Says all else to standard error, since a file is written to standard output. */
  public void leaveOutputTo(String file) {
    outputIsData = OutputFile.isStandardOutput(file);
  }

  public boolean isJson() {
    return json;
  }

  public PrintWriter output() {
    return outputIsData ? errors() : command.commandLine().getOut();
  }

  public PrintWriter errors() {
    return command.commandLine().getErr();
  }

  /** A text that may have several lines, of which the further ones are indented. */
  public void text(String text) {
    output().println(text);
  }

  public void println(String line) {
    output().println(TerminalText.line(line));
  }

  /** A line for the user that is no part of the result. */
  public void remark(String line) {
    errors().println(TerminalText.line(line));
  }

  /** As {@link TerminalText#format}. */
  public void printf(String format, Object... arguments) {
    print(TerminalText.format(format, arguments));
  }

  /** Prints a table, or what is made for programs, as it is. */
  public void print(String text) {
    PrintWriter output = output();
    output.print(text);
    output.flush();
  }

  /** Ends what the command prints. */
  public void result(Record result) {
    if (json) {
      println(Json.of(result));
    }
  }

  /** To be thrown. */
  public ParameterException usageError(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }
}
