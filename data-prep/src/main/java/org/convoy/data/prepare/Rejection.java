package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import org.convoy.data.EncodedImage;
import org.convoy.data.Sample;
import org.convoy.data.Split;
import org.convoy.data.codec.BadImageException;

/**
 * A file that is no image that can be used.
 *
 * @param split "train" or "test"
 * @param id of the sample in its source
 * @param name the file's path within its data set
 * @param label index of its class
 * @param reason in one line
 */
public record Rejection(String split, int id, String name, int label, String reason) {
  public Rejection {
    requireNonNull(split, "split is null");
    requireNonNull(name, "name is null");
    requireNonNull(reason, "reason is null");
  }

  static Rejection of(Split split, Sample sample, BadImageException failure) {
    String name =
        sample.image() instanceof EncodedImage file ? file.name() : String.valueOf(sample.id());
    return new Rejection(
        PrepareOptions.name(split), sample.id(), name, sample.label(), failure.getMessage());
  }

  /** As a message lists it. */
  @Override
  public String toString() {
    return "%s %s: %s".formatted(split, name, reason);
  }
}
