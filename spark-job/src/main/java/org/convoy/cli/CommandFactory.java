package org.convoy.cli;

import static java.util.Objects.requireNonNull;

import org.convoy.train.stop.StopRequest;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Gives the commands what they need of the process. */
record CommandFactory(StopRequest stopRequest) implements IFactory {
  CommandFactory {
    requireNonNull(stopRequest, "stopRequest is null");
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == TrainCommand.class) {
      return type.cast(new TrainCommand(stopRequest));
    }

    if (type == LrFindCommand.class) {
      return type.cast(new LrFindCommand(stopRequest));
    }

    return type == SweepCommand.class
        ? type.cast(new SweepCommand(stopRequest))
        : CommandLine.defaultFactory().create(type);
  }
}
