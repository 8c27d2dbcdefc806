package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.train.state.Sha256;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.WeightFormatException;
import org.convoy.zoo.AuxiliaryClassifiers;

/**
 * Tensors by PyTorch's names, whatever network they are for.
 *
 * @param source where they were read from, for messages
 */
public record NamedTensors(String source, Map<String, Tensor> tensors) {
  public NamedTensors {
    requireNonNull(source, "source is null");
    tensors = Map.copyOf(tensors);
  }

  /**
   * Makes sure that they are a network's.
   *
   * @param but names of tensors that need not be there, nor fit
   * @throws WeightFormatException listing all that is missing, unexpected, or of another shape
   */
  public void requireFit(ParameterLayout layout, Set<String> but) {
    StateDict.requireFit(source, tensors, layout, but);
  }

  /** Whether they are a network's; see {@link #requireFit}. */
  public boolean fits(ParameterLayout layout, Set<String> but) {
    try {
      requireFit(layout, but);
      return true;
    } catch (WeightFormatException e) {
      return false;
    }
  }

  /** Those of a network of the zoo, without what only its training had. */
  public NamedTensors of(String network) {
    return new NamedTensors(source, AuxiliaryClassifiers.leaveOut(network, tensors));
  }

  /** SHA-256 of names, types, shapes and elements in hex: equal for equal tensors in any format. */
  public String sha256() {
    MessageDigest digest = Sha256.digest();
    try (OutputStream output = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      new Safetensors(tensors, Map.of()).write(output);
    } catch (IOException e) {
      throw new AssertionError("Nothing is written", e);
    }

    return HexFormat.of().formatHex(digest.digest());
  }
}
