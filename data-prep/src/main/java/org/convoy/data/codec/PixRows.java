package org.convoy.data.codec;

import java.nio.IntBuffer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;

/** The pixels of an RGB image where Leptonica keeps them; valid as long as it does. */
final class PixRows implements PixelRows {
  private final PIX pix;
  private final int height;
  private final int width;
  private final int wordsPerRow;
  private final IntBuffer words;
  private final int[] row;

  /** A view of an image of 32 bits a pixel. */
  PixRows(PIX pix) {
    this.pix = pix;
    this.height = leptonica.pixGetHeight(pix);
    this.width = leptonica.pixGetWidth(pix);
    this.wordsPerRow = leptonica.pixGetWpl(pix);
    this.words = leptonica.pixGetData(pix).capacity((long) height * wordsPerRow).asBuffer();
    this.row = new int[width];
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int channels() {
    return ColorMode.RGB.channels();
  }

  @Override
  public void pack(int y, int column, int count, long[] packed) {
    words.get(y * wordsPerRow + column, row, 0, count);
    pack(row, count, packed);
  }

  /** From words with red in the upper byte, then green and blue, the lowest unused. */
  private static void pack(int[] row, int count, long[] packed) {
    for (int x = 0; x < count; x++) {
      int word = row[x];
      packed[x] =
          word >>> 24
              | ((word >>> 16) & 0xffL) << LANE_BITS
              | ((word >>> 8) & 0xffL) << (2 * LANE_BITS);
    }
  }

  @Override
  public Image toImage() {
    return JpegDecoder.copyRgb(pix);
  }
}
