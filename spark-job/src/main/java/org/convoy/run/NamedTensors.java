package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.convoy.common.Sha256;
import org.convoy.data.LabelMapping;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.WeightChoice;
import org.convoy.weights.WeightFormatException;
import org.convoy.weights.WrappedTensors;
import org.convoy.zoo.AuxiliaryClassifiers;

/**
 * Tensors by PyTorch's names, whatever network they are for.
 *
 * @param source where they were read from, for messages
 * @param classes names in the order of the network's outputs; none: they are not known
 * @param choice where there are two of a network, under different prefixes
 */
public record NamedTensors(
    String source, Map<String, Tensor> tensors, List<String> classes, WeightChoice choice) {
  public NamedTensors {
    requireNonNull(source, "source is null");
    requireNonNull(choice, "choice is null");
    tensors = Map.copyOf(tensors);
    classes = List.copyOf(classes);
  }

  /** Of one network, whose classes are not known. */
  public NamedTensors(String source, Map<String, Tensor> tensors) {
    this(source, tensors, List.of(), WeightChoice.RAW_IF_THERE);
  }

  private NamedTensors with(Map<String, Tensor> others) {
    return new NamedTensors(source, others, classes, choice);
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

  /**
   * A network's tensors, whatever prefix they have in the file, and others under the same prefix.
   *
   * @param but names of tensors that need not be there
   * @throws WeightFormatException when there are several such networks in it, or not the one that
   *     is chosen
   */
  public NamedTensors of(ParameterLayout layout, Set<String> but) {
    Set<String> names =
        layout.segments().stream()
            .map(Segment::name)
            .filter(name -> !but.contains(name))
            .collect(Collectors.toSet());
    if (names.isEmpty()) {
      return this;
    }

    return with(new WrappedTensors(source, tensors, choice).of(names));
  }

  /** Those of a network of the zoo, without what only its training had. */
  public NamedTensors of(String network) {
    return with(AuxiliaryClassifiers.leaveOut(network, tensors));
  }

  /**
   * The same with the rows of some tensors, one for each class, in the order of other classes.
   *
   * @param names of the tensors
   * @param mapping of all of these classes to the others, which are as many
   */
  public NamedTensors reordered(Set<String> names, LabelMapping mapping) {
    Map<String, Tensor> reordered = new HashMap<>(tensors);
    reordered.replaceAll(
        (name, tensor) -> names.contains(name) ? reordered(tensor, mapping) : tensor);
    return new NamedTensors(source, reordered, mapping.classes(), choice);
  }

  private static Tensor reordered(Tensor tensor, LabelMapping mapping) {
    ByteBuffer rows = tensor.bytes();
    byte[] moved = new byte[rows.remaining()];
    int length = moved.length / Math.toIntExact(tensor.shape()[0]);
    for (int row = 0; row * length < moved.length; row++) {
      rows.get(moved, mapping.label(row) * length, length);
    }

    return Tensor.of(tensor.dataType(), moved, tensor.shape());
  }

  /** SHA-256 of names, types, shapes and elements in hex: equal for equal tensors in any format. */
  public String sha256() {
    MessageDigest digest = Sha256.digest();
    try (OutputStream output = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      new Safetensors(tensors, Map.of()).write(output);
    } catch (IOException e) {
      throw new AssertionError("Nothing is written", e);
    }

    return Sha256.hex(digest);
  }
}
