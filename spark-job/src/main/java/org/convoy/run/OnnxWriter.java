package org.convoy.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.convoy.run.ModelWriter.Artifact;
import org.convoy.run.file.RunException;
import org.convoy.weights.onnx.OnnxModel;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;

/**
 * Writes ONNX models. Their metadata are Convoy's, and in words what an image must go through
 * before it is the input.
 */
public final class OnnxWriter implements ModelWriter {
  private static final String PREPROCESSING = "preprocessing";

  @Override
  public void write(ModelFile model, Artifact artifact, OutputStream output) throws IOException {
    if (artifact == Artifact.WEIGHTS) {
      throw new RunException(
          "an ONNX file always holds the network; export weights alone as safetensors");
    }

    onnx(model).write(output);
  }

  private static OnnxModel onnx(ModelFile model) {
    Architecture architecture = model.description().architecture();
    Map<String, String> metadata = new TreeMap<>(model.description().metadata());
    metadata.put(PREPROCESSING, model.description().preprocessing());
    try {
      return OnnxModel.of(
          architecture.name(), ModelZoo.configuration(architecture), model.tensors(), metadata);
    } catch (IllegalArgumentException e) {
      throw new RunException("weights " + model.source() + ": " + e.getMessage(), e);
    }
  }
}
