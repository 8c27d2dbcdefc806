package org.convoy.cli;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.convoy.run.ModelWriter;
import org.convoy.run.OnnxWriter;
import org.convoy.run.SafetensorsWriter;

/** The formats of {@code convoy export}. */
enum ExportFormat {
  SAFETENSORS(".safetensors"),
  ONNX(".onnx");

  private final String suffix;

  ExportFormat(String suffix) {
    this.suffix = requireNonNull(suffix, "suffix is null");
  }

  /** How the names of such files end. */
  String suffix() {
    return suffix;
  }

  ModelWriter writer() {
    return switch (this) {
      case SAFETENSORS -> new SafetensorsWriter();
      case ONNX -> new OnnxWriter();
    };
  }

  /** As it stands on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
