package org.convoy.data.cifar;

import static java.util.Objects.requireNonNull;

/**
 * Some records of a batch file.
 *
 * @param file its name without folders
 * @param offset bytes before the first record
 * @param length bytes of the records
 */
record Range(String file, long offset, int length) {
  Range {
    requireNonNull(file, "file is null");
  }
}
