package org.convoy.cli;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.convoy.run.Dl4jWriter;
import org.convoy.run.ModelWriter;
import org.convoy.run.OnnxWriter;
import org.convoy.run.SafetensorsWriter;

/** The formats of {@code convoy export}. */
enum ExportFormat {
  SAFETENSORS(".safetensors"),
  ONNX(".onnx"),
  DL4J(".zip"),
  /** A folder. */
  HUGGINGFACE("-huggingface");

  private final String suffix;

  ExportFormat(String suffix) {
    this.suffix = requireNonNull(suffix, "suffix is null");
  }

  /**
   * Where something goes that nobody gave a place: a file here, named after what it was made of but
   * not called like it.
   *
   * @param part what the stem of the name ends with
   */
  String fileFor(String source, String part) {
    String name = new Path(source).getName();
    String stem = name.replaceFirst("\\.(safetensors|pth|pt|bin|zip)$", "");
    String file = stem + part + suffix;
    return file.equals(name) ? stem + "-model" + suffix : file;
  }

  ModelWriter writer() {
    return switch (this) {
      case SAFETENSORS -> new SafetensorsWriter();
      case ONNX -> new OnnxWriter();
      case DL4J -> new Dl4jWriter();
      case HUGGINGFACE -> throw new IllegalStateException("a folder is no file");
    };
  }

  /** As it stands on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
