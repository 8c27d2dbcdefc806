package org.convoy.tracking;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.convoy.run.RunFolder;

/** Pictures of a training that has ended, for TensorBoard. */
public final class TensorBoardImages {
  private TensorBoardImages() {}

  /**
   * A PNG or JPEG file.
   *
   * @param height in pixels, as the width
   */
  @SuppressWarnings("ArrayRecordComponent") // It is written, and not kept.
  public record Picture(int height, int width, byte[] file) {
    public Picture {
      requireNonNull(file, "file is null");
    }
  }

  /**
   * Writes a file of events.
   *
   * @param step at which they are shown: images that were trained on
   * @param pictures by tag
   * @throws UncheckedIOException when it cannot be written
   */
  public static void write(RunFolder folder, long step, Map<String, Picture> pictures) {
    try (EventFile file = new EventFile(folder.create(TensorBoardLog.newFile()), step + 1)) {
      for (Map.Entry<String, Picture> picture : pictures.entrySet()) {
        file.writeImage(step, picture.getKey(), picture.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
