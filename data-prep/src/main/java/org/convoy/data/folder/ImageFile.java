package org.convoy.data.folder;

import static java.util.Objects.requireNonNull;

/**
 * An image file of a split.
 *
 * @param path relative to the place that was listed, with slashes
 * @param label index into the classes
 * @param position place in the list of paths that it was found in
 */
public record ImageFile(String path, int label, int position) {
  public ImageFile {
    requireNonNull(path, "path is null");
  }
}
