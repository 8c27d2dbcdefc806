package org.convoy.cli.console;

import java.io.PrintWriter;
import java.util.Optional;
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

  private static final int USUAL_COLUMNS = 80;

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

  /** How a training goes: a bar on a terminal, lines elsewhere. */
  public ProgressDisplay trainingProgress() {
    return isTerminal()
        ? ProgressDisplay.bar(output(), columns())
        : ProgressDisplay.lines(output());
  }

  /**
   * How far other work on images is: a bar on a terminal, elsewhere lines that are no part of the
   * result.
   *
   * @param start what is done, in a word or two
   * @param total images
   * @param doneBefore of them, by an earlier process
   */
  public WorkProgress progress(String start, long total, long doneBefore) {
    return isTerminal() && !outputIsData
        ? WorkProgress.bar(output(), columns(), start, total, doneBefore)
        : WorkProgress.lines(errors(), start, total, doneBefore);
  }

  /** For what is counted in something else than images; nothing where there is no terminal. */
  public Optional<Bar> bar() {
    return isTerminal() ? Optional.of(new Bar(output(), columns())) : Optional.empty();
  }

  private static boolean isTerminal() {
    return Boolean.getBoolean("convoy.terminal");
  }

  private static int columns() {
    int columns = Integer.getInteger("convoy.terminal.columns", USUAL_COLUMNS);
    return columns > 0 ? columns : USUAL_COLUMNS;
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
