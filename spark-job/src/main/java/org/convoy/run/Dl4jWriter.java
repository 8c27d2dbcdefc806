package org.convoy.run;

import java.io.IOException;
import java.io.OutputStream;
import org.convoy.run.ModelWriter.Artifact;
import org.convoy.run.file.RunException;
import org.convoy.weights.dl4j.Dl4jZip;

/** Writes zip files that DL4J's ModelSerializer loads, made of DL4J's own layers. */
public final class Dl4jWriter implements ModelWriter {
  @Override
  public void write(ModelFile model, Artifact artifact, OutputStream output) throws IOException {
    if (artifact == Artifact.WEIGHTS) {
      throw new RunException(
          "a DL4J zip always holds the network; export weights alone as safetensors");
    }

    try {
      Dl4jZip.write(model.source(), model.tensors(), model.description().metadata(), output);
    } catch (IllegalArgumentException e) {
      throw new RunException("weights " + model.source() + ": " + e.getMessage(), e);
    }
  }
}
