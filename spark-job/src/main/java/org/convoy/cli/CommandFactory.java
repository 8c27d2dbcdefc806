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
    return type == TrainCommand.class
        ? type.cast(new TrainCommand(stopRequest))
        : CommandLine.defaultFactory().create(type);
  }
}
