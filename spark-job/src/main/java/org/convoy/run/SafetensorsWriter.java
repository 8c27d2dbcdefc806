package org.convoy.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.ModelWriter.Artifact;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;

/**
 * Writes safetensors: a model with Convoy's metadata, or weights as {@code safetensors.torch}
 * writes and loads a state dict. The tensors are float32 whatever they were read from, so that
 * equal models are equal bytes.
 */
public final class SafetensorsWriter implements ModelWriter {
  /** What safetensors.torch writes, and some of its users ask for. */
  private static final Map<String, String> PYTORCH = Map.of("format", "pt");

  @Override
  public void write(ModelFile model, Artifact artifact, OutputStream output) throws IOException {
    content(model, artifact).write(output);
  }

  private static Safetensors content(ModelFile model, Artifact artifact) {
    ParameterLayout layout = model.layout();
    float[] parameters = model.parameters(layout);
    return switch (artifact) {
      case MODEL -> model.description().file(layout, parameters);
      case WEIGHTS -> new Safetensors(StateDict.of(layout, parameters), PYTORCH);
    };
  }
}
