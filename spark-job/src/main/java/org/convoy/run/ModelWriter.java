package org.convoy.run;

import java.io.IOException;
import java.io.OutputStream;
import org.convoy.run.file.RunException;

/** Writes trained models in one file format. */
@FunctionalInterface
public interface ModelWriter {
  /** How much of a trained model goes into a file of its own. */
  enum Artifact {
    /** Architecture, weights, classes and preprocessing: all that is needed to use it. */
    MODEL,
    /** The tensors alone, by PyTorch's names. */
    WEIGHTS
  }

  /**
   * Writes a model; the stream is left open. What cannot be written is refused before the first
   * byte.
   *
   * @throws RunException when the format cannot hold the model
   * @throws org.convoy.weights.WeightFormatException when the tensors do not fit the network
   */
  void write(ModelFile model, Artifact artifact, OutputStream output) throws IOException;
}
