package org.convoy.data.codec;

import org.convoy.data.PixelRows;
import org.convoy.data.codec.ImageFormat.ImageHeader;

/**
 * An image file that was opened by {@link ImageDecoder#open}: what its header says is known, its
 * pixels are still to be decoded. Close it to free what decoders hold outside the heap.
 */
public abstract class OpenedImage implements AutoCloseable {
  OpenedImage() {}

  /** Format and size, upright. */
  public abstract ImageHeader header();

  /**
   * The pixels, upright and of the decoder's mode; as far as the format allows they are decoded as
   * they are read, and no copy of them is held in Java. Asked for once, valid until this is closed.
   *
   * @param denominator 1, 2, 4 or 8: by how much a JPEG becomes smaller while it is decoded, see
   *     {@link ImageDecoder#decode(byte[], int)}; other formats come in full size
   * @throws BadImageException if the file is damaged; also from the rows
   */
  public abstract PixelRows rows(int denominator);

  /**
   * Checks what was not read of the rows.
   *
   * @throws BadImageException if the file is damaged there
   */
  public abstract void finish();

  @Override
  public abstract void close();
}
