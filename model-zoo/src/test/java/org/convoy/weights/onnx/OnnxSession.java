package org.convoy.weights.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An exported model in onnxruntime, one thread. */
final class OnnxSession implements AutoCloseable {
  private final OrtSession session;

  OnnxSession(OnnxModel model, Path file) throws IOException, OrtException {
    try (OutputStream output = Files.newOutputStream(file)) {
      model.write(output);
    }

    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = OrtEnvironment.getEnvironment().createSession(file.toString(), options);
    }
  }

  OrtSession session() {
    return session;
  }

  float[][] logits(FloatBuffer images, long... shape) throws OrtException {
    try (OnnxTensor input =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), images, shape);
        OrtSession.Result result = session.run(Map.of(OnnxModel.INPUT, input))) {
      return (float[][]) result.get(OnnxModel.OUTPUT).orElseThrow().getValue();
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
