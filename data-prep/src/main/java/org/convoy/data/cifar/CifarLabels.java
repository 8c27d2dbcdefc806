package org.convoy.data.cifar;

import java.util.List;
import java.util.stream.IntStream;
import org.convoy.data.Split;

/** Which data set it is, and which of its labels are used. */
public enum CifarLabels {
  /** CIFAR-10's ten classes. */
  CIFAR10(1, 0, "batches.meta.txt"),
  /** CIFAR-100's hundred classes. */
  CIFAR100_FINE(2, 1, "fine_label_names.txt"),
  /** CIFAR-100's twenty superclasses. */
  CIFAR100_COARSE(2, 0, "coarse_label_names.txt");

  private static final int BATCHES = 5;

  private final int labelBytes;
  private final int labelOffset;
  private final String classFile;

  CifarLabels(int labelBytes, int labelOffset, String classFile) {
    this.labelBytes = labelBytes;
    this.labelOffset = labelOffset;
    this.classFile = classFile;
  }

  /** Labels that precede the pixels of a record. */
  int labelBytes() {
    return labelBytes;
  }

  /** Which of them it is. */
  int labelOffset() {
    return labelOffset;
  }

  /** The file with one class name on a line. */
  String classFile() {
    return classFile;
  }

  /** The files of a split in order of id. */
  List<String> batchFiles(Split split) {
    if (this == CIFAR10) {
      return split == Split.TRAIN
          ? IntStream.rangeClosed(1, BATCHES).mapToObj(i -> "data_batch_" + i + ".bin").toList()
          : List.of("test_batch.bin");
    }

    return List.of(split == Split.TRAIN ? "train.bin" : "test.bin");
  }

  /** The name of the published archive. */
  public String archive() {
    return this == CIFAR10 ? "cifar-10-binary.tar.gz" : "cifar-100-binary.tar.gz";
  }

  /** The folder in the published archive. */
  public String folder() {
    return this == CIFAR10 ? "cifar-10-batches-bin" : "cifar-100-binary";
  }

  /** Whether a file of this name shows that it is this data set. */
  public boolean hasFile(String name) {
    return name.equals(classFile)
        || batchFiles(Split.TRAIN).contains(name)
        || batchFiles(Split.TEST).contains(name);
  }
}
