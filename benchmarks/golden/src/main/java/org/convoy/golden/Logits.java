package org.convoy.golden;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.convoy.nn.network.Network;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;

/**
 * Computes a model's logits of given images, for a comparison with other programs: {@code Logits
 * MODEL INPUT OUTPUT}. All are safetensors: a whole model, the tensor {@code input} [batch,
 * channels, height, width], and the tensor {@code logits} [batch, classes] that is written.
 */
public final class Logits {
  private static final String MODEL = "convoy.model";

  private Logits() {}

  public static void main(String[] args) throws IOException {
    Safetensors model = Safetensors.read(Path.of(args[0]));
    Tensor images = Safetensors.read(Path.of(args[1])).tensor("input");
    try (OutputStream output = Files.newOutputStream(Path.of(args[2]))) {
      new Safetensors(Map.of("logits", logits(args[0], model, images)), Map.of()).write(output);
    }
  }

  private static Tensor logits(String source, Safetensors model, Tensor images) {
    Architecture architecture = Architecture.fromJson(model.metadata().get(MODEL));
    int batch = (int) images.shape()[0];
    try (Network network = Network.create(ModelZoo.configuration(architecture))) {
      network.setParameters(StateDict.flatten(source, model.tensors(), network.layout()));
      network.input(batch).put(images.floats());
      return Tensor.ofFloats(network.logits(batch), batch, network.classes());
    }
  }
}
