package org.convoy.cli.process;

import java.io.PrintWriter;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.convoy.check.PreflightException;
import org.convoy.cli.console.Secrets;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles.MissingFileSystemException;
import org.convoy.data.prepare.PrepareException;
import org.convoy.run.Ending;
import org.convoy.run.file.RunException;
import org.convoy.run.file.StorageAwayException;
import org.convoy.run.file.StorageException;
import org.convoy.train.DivergedException;
import org.convoy.train.stop.MemoryWatch;
import org.convoy.train.stop.OutOfMemory;
import org.convoy.train.stop.StoppedException;
import org.convoy.weights.WeightFormatException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells the user what went wrong in one message; only a bug of ours shows a stack trace. */
public final class FailureReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parseResult) {
    return report(failure, commandLine.getErr());
  }

  /** Prints how a failure ends the process, and gives the exit code. */
  public static int report(Throwable failure, PrintWriter output) {
    Ending ending = ending(failure, "");
    if (ending.code() == ExitCode.INTERNAL_ERROR.number()) {
      return internalError(failure, output);
    }

    output.println("convoy: " + ending.message());
    return ending.code();
  }

  /** How a process ends that fails so. */
  public static Ending ending(Throwable failure, String application) {
    Throwable cause = told(failure);
    ExitCode code = exitCode(cause);
    if (code != ExitCode.INTERNAL_ERROR) {
      return code.ending(Secrets.hidden(cause.getMessage()), application);
    }

    SparkConf settings = MemoryWatch.OF_PROCESS.settings();
    Optional<String> fullDisk = FullDisk.message(failure, settings);
    if (fullDisk.isPresent()) {
      return ExitCode.STORAGE.ending(fullDisk.get(), application);
    }

    return OutOfMemory.of(failure)
        .or(MemoryWatch.OF_PROCESS::latest)
        .map(memory -> memoryCode().ending(memory.message(settings), application))
        .orElseGet(() -> code.ending(Secrets.hidden("internal error: " + failure), application));
  }

  /** How it ends when memory runs out now. */
  public static ExitCode memoryCode() {
    return MemoryWatch.OF_PROCESS.isWorking() ? ExitCode.MEMORY : ExitCode.USAGE;
  }

  /** The first of a failure and its causes that says what to do; else the failure. */
  private static Throwable told(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (exitCode(cause) != ExitCode.INTERNAL_ERROR) {
        return cause;
      }
    }

    return failure;
  }

  private static int internalError(Throwable failure, PrintWriter output) {
    output.println("convoy: internal error, please report it:");
    failure.printStackTrace(output);
    output.flush();
    return ExitCode.INTERNAL_ERROR.number();
  }

  /** Failures of tasks arrive as causes of a SparkException, so each cause is asked. */
  private static ExitCode exitCode(Throwable failure) {
    if (failure instanceof ConfigException
        || failure instanceof RunException
        || failure instanceof SparkStartException
        || failure instanceof MissingFileSystemException
        || failure instanceof PrepareException) {
      return ExitCode.USAGE;
    }

    if (failure instanceof PreflightException preflight) {
      return preflight.isForDataOnly() ? ExitCode.DATA : ExitCode.USAGE;
    }

    if (failure instanceof DivergedException) {
      return ExitCode.DIVERGED;
    }

    if (failure instanceof DataException || failure instanceof WeightFormatException) {
      return ExitCode.DATA;
    }

    if (failure instanceof StoppedException
        || failure instanceof StorageAwayException
        || failure instanceof DataAwayException) {
      return ExitCode.STOPPED;
    }

    return failure instanceof StorageException ? ExitCode.STORAGE : ExitCode.INTERNAL_ERROR;
  }
}
