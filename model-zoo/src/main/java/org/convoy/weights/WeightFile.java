package org.convoy.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads named tensors from a file of any known format, which its first bytes tell. */
public final class WeightFile {
  /** Metadata of averaged weights that a training script kept beside the raw ones. */
  public static final String AVERAGED = "convoy.averaged";

  private static final int SIGNATURE = Long.BYTES + 1;
  private static final int MOST_OF_START = 100;

  private WeightFile() {}

  /** Formats of files of weights. */
  private enum Format {
    SAFETENSORS,
    PYTORCH_ZIP,
    PYTORCH_LEGACY;

    static Format of(WeightSource source) throws IOException {
      byte[] start = new byte[(int) Math.min(source.length(), SIGNATURE)];
      source.read(0, start);
      if (ZipArchive.startsLike(start)) {
        return PYTORCH_ZIP;
      }

      return LegacyPyTorchFile.startsLike(start) ? PYTORCH_LEGACY : SAFETENSORS;
    }
  }

  /**
   * Reads safetensors or a state dict that {@code torch.save} wrote, alone or in a checkpoint; no
   * code of the file is run. PyTorch's files have no metadata, but {@value #AVERAGED} where the
   * average was taken.
   *
   * @param choice where a checkpoint keeps two state dicts; one file of safetensors can hold both
   *     under different prefixes, see {@link WrappedTensors}
   * @throws WeightFormatException when it is not a whole and consistent file of weights
   */
  public static Safetensors read(WeightSource source, WeightChoice choice) throws IOException {
    refuseOther(source);
    return switch (Format.of(source)) {
      case SAFETENSORS -> Safetensors.read(source.name(), source.from(0), source.length());
      case PYTORCH_ZIP -> ZippedPyTorchFile.read(source, choice);
      case PYTORCH_LEGACY -> LegacyPyTorchFile.read(source, choice);
    };
  }

  /** What copies and downloads leave in the place of weights. */
  private static void refuseOther(WeightSource source) throws IOException {
    if (isLikely(source)) {
      return;
    }

    byte[] start = new byte[(int) Math.min(source.length(), MOST_OF_START)];
    source.read(0, start);
    String text = new String(start, ISO_8859_1);
    if (start.length == 0) {
      throw new WeightFormatException(source.name(), "an empty file");
    }

    if (text.startsWith("version https://git-lfs")) {
      throw new WeightFormatException(
          source.name(), "a pointer of Git LFS in place of weights: fetch them with git lfs pull");
    }

    if (text.stripLeading().startsWith("<")) {
      throw new WeightFormatException(
          source.name(), "a web page or other text in place of weights: download them again");
    }

    if (text.startsWith("\u001f\u008b")) {
      throw new WeightFormatException(source.name(), "gzip data: unpack it first");
    }
  }

  /**
   * What is still to be chosen among the tensors that were read of a file: nothing where the choice
   * was between two state dicts.
   */
  public static WeightChoice choiceWithin(Safetensors file, WeightChoice choice) {
    return file.metadata().containsKey(AVERAGED) ? WeightChoice.RAW_IF_THERE : choice;
  }

  /** As the other, of the raw weights if they are there. */
  public static Safetensors read(WeightSource source) throws IOException {
    return read(source, WeightChoice.RAW_IF_THERE);
  }

  /** As the other, of a local file. */
  public static Safetensors read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return read(WeightSource.of(file, channel));
    }
  }

  /** Whether a file begins as files of weights do, and not as a text does. */
  public static boolean isLikely(WeightSource source) throws IOException {
    if (Format.of(source) != Format.SAFETENSORS) {
      return true;
    }

    byte[] start = new byte[(int) Math.min(source.length(), SIGNATURE)];
    source.read(0, start);
    return start.length == SIGNATURE && start[Long.BYTES] == '{' && start[Long.BYTES - 1] == 0;
  }
}
