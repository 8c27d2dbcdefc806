package org.convoy.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.convoy.card.HuggingFaceFolder;
import org.convoy.card.ModelCard;
import org.convoy.cli.argument.ModelArguments;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.Secrets;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.run.ModelDescription;
import org.convoy.run.ModelFile;
import org.convoy.run.ModelWriter.Artifact;
import org.convoy.run.TrainedModel;
import org.convoy.run.file.OutputFile;
import org.convoy.train.stop.MemoryWatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convoy export}: a trained model as a file of its own, for other programs. */
@Command(
    name = "export",
    description = {
      "Writes a trained model as one file, or as a folder for Hugging Face's hub.",
      "The training state, from which a run continues, is not exported: it is the run's newest"
          + " checkpoint."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Mixin private Console console;

  @Mixin private ModelArguments subject;

  @Option(
      names = "--format",
      defaultValue = "safetensors",
      description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private ExportFormat format;

  @Option(
      names = "--what",
      defaultValue = "model",
      description = {
        "model: architecture, weights, classes and normalization in one file;",
        "weights: tensors only, as PyTorch's state dict (default: ${DEFAULT-VALUE})"
      })
  private Artifact artifact;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "the file to write, of huggingface a folder, on any file system; - is standard output"
              + " (default: named after the model, here)")
  private String out;

  @Override
  public Integer call() {
    console.leaveOutputTo(out);
    Configuration hadoop = SparkEnvironment.hadoopConfiguration();
    TrainedModel found = subject.find(hadoop);
    ModelFile model = subject.read(found, hadoop);
    String file = out == null ? defaultFile() : out;
    if (format == ExportFormat.HUGGINGFACE) {
      writeFolder(found, model, file, hadoop);
      return ExitCode.DONE.number();
    }

    OutputFile output = OutputFile.at(file, hadoop);
    if (output.isAt(subject.location(), hadoop)) {
      throw console.usageError("--out: " + file + " is the file to export; name another");
    }

    model.requireSound();
    MemoryWatch.OF_PROCESS.workBegins();
    output.write(stream -> format.writer().write(model, artifact, stream));
    report(new Result(format.toString(), artifact.name().toLowerCase(Locale.ROOT), file));
    return ExitCode.DONE.number();
  }

  private void writeFolder(
      TrainedModel found, ModelFile model, String location, Configuration hadoop) {
    if (artifact == Artifact.WEIGHTS || OutputFile.isStandardOutput(location)) {
      throw console.usageError(
          "--format huggingface writes a folder of a model; leave out --what, and name a folder"
              + " with --out");
    }

    HuggingFaceFolder folder = new HuggingFaceFolder(location, hadoop);
    model.requireSound();
    MemoryWatch.OF_PROCESS.workBegins();
    ModelDescription description = model.description();
    folder.write(
        model,
        found.isWholeRun() && subject.isMeasured(found)
            ? ModelCard.of(
                description,
                model.layout(),
                found.run().orElseThrow(),
                found.run().orElseThrow().config(List.of()),
                "model.safetensors",
                Secrets::hidden)
            : ModelCard.of(description, model.layout(), Secrets::hidden));
    report(new Result(format.toString(), "model", location));
  }

  private String defaultFile() {
    return format.fileFor(subject.location(), artifact == Artifact.WEIGHTS ? "-weights" : "");
  }

  private void report(Result result) {
    console.println("Written  " + result.file());
    console.result(result);
  }

  /** The JSON result. */
  record Result(String format, String what, String file) {}
}
