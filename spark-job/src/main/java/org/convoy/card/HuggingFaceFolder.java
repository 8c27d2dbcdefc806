package org.convoy.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.apache.hadoop.conf.Configuration;
import org.convoy.run.ModelFile;
import org.convoy.run.ModelWriter.Artifact;
import org.convoy.run.RunFolder;
import org.convoy.run.SafetensorsWriter;
import org.convoy.run.file.OutputFile;
import org.convoy.run.file.RunException;

/**
 * A folder as Hugging Face's hub has it: {@code model.safetensors}, the model card {@code
 * README.md} and, written last, {@code config.json} in timm's layout.
 */
public final class HuggingFaceFolder {
  private final String location;
  private final Configuration hadoop;

  /**
   * @throws RunException when there is a run folder, whose model would be written over
   */
  public HuggingFaceFolder(String location, Configuration hadoop) {
    this.location = requireNonNull(location, "location is null");
    this.hadoop = requireNonNull(hadoop, "hadoop is null");
    if (RunFolder.at(location, hadoop).exists()) {
      throw new RunException(
          "folder %s is a run's and is not written over; name another one with --out"
              .formatted(location));
    }
  }

  /** Writes it over what is there of the three files. */
  public void write(ModelFile model, String card) {
    file("model.safetensors")
        .write(output -> new SafetensorsWriter().write(model, Artifact.MODEL, output));
    file("README.md").write(output -> output.write(card.getBytes(UTF_8)));
    byte[] config = TimmConfig.of(model.description()).json().getBytes(UTF_8);
    file("config.json").write(output -> output.write(config));
  }

  private OutputFile file(String name) {
    return OutputFile.at(location.replaceFirst("/+$", "") + "/" + name, hadoop);
  }
}
