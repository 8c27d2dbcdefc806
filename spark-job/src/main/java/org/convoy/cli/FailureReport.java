package org.convoy.cli;

import java.io.PrintWriter;
import org.convoy.check.PreflightException;
import org.convoy.data.DataException;
import org.convoy.data.prepare.PrepareException;
import org.convoy.run.RunException;
import org.convoy.run.StorageAwayException;
import org.convoy.run.StorageException;
import org.convoy.train.DivergedException;
import org.convoy.train.StoppedException;
import org.convoy.train.config.ConfigException;
import org.convoy.weights.WeightFormatException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells the user what went wrong in one message; only a bug of ours shows a stack trace. */
final class FailureReport implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parseResult) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ExitCode code = exitCode(cause);
      if (code != ExitCode.INTERNAL_ERROR) {
        commandLine.getErr().println("convoy: " + cause.getMessage());
        return code.number();
      }
    }

    return internalError(failure, commandLine.getErr());
  }

  static int internalError(Throwable failure, PrintWriter output) {
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

    if (failure instanceof StoppedException || failure instanceof StorageAwayException) {
      return ExitCode.STOPPED;
    }

    return failure instanceof StorageException ? ExitCode.STORAGE : ExitCode.INTERNAL_ERROR;
  }
}
