package org.convoy.cli.argument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TestTrainingArguments {
  @TempDir private Path folder;

  private Optional<String> warning(String... settings) throws IOException {
    Path file = folder.resolve("a.conf");
    Files.writeString(
        file, "data.path = /x, optimizer { name = sgd, momentum = 0.9, learningRate = 0.02 }");
    TrainingArguments arguments = new TrainingArguments();
    String[] all = new String[settings.length + 1];
    all[0] = file.toString();
    System.arraycopy(settings, 0, all, 1, settings.length);
    CommandLine.populateCommand(arguments, all);
    return arguments.keptLearningRate(arguments.config());
  }

  @Test
  void warnsOfTheLearningRateOfAnotherOptimizer() throws IOException {
    assertThat(warning("optimizer.name=adamw", "optimizer.momentum=null"))
        .hasValue(
            "optimizer.name = adamw is from the command line, optimizer.learningRate = 0.02 from the"
                + " file, for sgd; set it too, or optimizer.learningRate=null for the default of"
                + " adamw");
  }

  @Test
  void isContentWithALearningRateOfItsOwn() throws IOException {
    assertThat(
            warning(
                "optimizer.name=adamw", "optimizer.momentum=null", "optimizer.learningRate=null"))
        .isEmpty();
    assertThat(warning("optimizer.name=sgd")).isEmpty();
    assertThat(warning("epochs=3")).isEmpty();
  }
}
