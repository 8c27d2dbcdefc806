package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.OpenedImage.RowDecoder;
import org.convoy.data.codec.Orientation.ExifOrientation;
import org.convoy.data.codec.PixRows.JpegColor;

/**
 * Decodes the first frame of a WebP file by libwebp, through Leptonica. The frame's bitstream
 * alone, with the size that was checked here, is given to the native decoder, which holds the image
 * as a whole, outside the heap.
 */
final class WebpDecoder extends RowDecoder {
  private static final int HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int EXTENDED_BYTES = 10;
  private static final int FRAME_HEADER_BYTES = 16;
  private static final int LOSSY_HEADER_BYTES = 10;
  private static final int LOSSLESS_HEADER_BYTES = 5;
  private static final int LOSSLESS_SIGNATURE = 0x2f;
  private static final String EXIF_TAG = "Exif\0\0";

  static {
    leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
  }

  private final File file;
  private final PIX pix;
  private final PixRows rows;
  private int given;

  /** Content of a chunk, from {@code start} to before {@code end}. */
  private record Chunk(String type, int start, int end) {}

  /**
   * What a file says about its first frame.
   *
   * @param frameHeight of the frame, which lies on the canvas at top and left
   * @param bitstream of the frame, VP8 or VP8L
   */
  private record File(
      int height,
      int width,
      int top,
      int left,
      int frameHeight,
      int frameWidth,
      Orientation orientation,
      Chunk bitstream) {
    ImageHeader storedHeader() {
      return new ImageHeader(ImageFormat.WEBP, height, width);
    }
  }

  private WebpDecoder(File file, PIX pix) {
    super(file.storedHeader(), file.orientation(), ColorMode.RGB.channels());
    this.file = file;
    this.pix = pix;
    this.rows = new PixRows(pix, JpegColor.RGB);
  }

  static ImageHeader header(byte[] content) {
    File file = new Reader(content).read();
    return file.storedHeader().turnedBy(file.orientation());
  }

  static Orientation orientation(byte[] content) {
    return new Reader(content).read().orientation();
  }

  /** The pixels here and, of a lossless file, once more in libwebp. */
  static DecodingMemory memory(long pixels) {
    return new DecodingMemory(0, 2 * Integer.BYTES * pixels);
  }

  static WebpDecoder open(byte[] content, DecodeOptions options) {
    File file = new Reader(content).read();
    options.check(file.storedHeader());
    byte[] simple = simple(content, file.bitstream());
    PIX pix = leptonica.pixReadMemWebP(simple, simple.length);

    if (pix == null || pix.isNull()) {
      throw new BadImageException("corrupt or truncated WebP: its pixel data is damaged");
    }

    try {
      return checked(file, pix);
    } catch (RuntimeException e) {
      leptonica.pixDestroy(pix);
      throw e;
    }
  }

  private static WebpDecoder checked(File file, PIX pix) {
    if (leptonica.pixGetHeight(pix) != file.frameHeight()
        || leptonica.pixGetWidth(pix) != file.frameWidth()
        || leptonica.pixGetDepth(pix) != Integer.SIZE) {
      throw new BadImageException("corrupt WebP: its frame has another size than it says");
    }

    return new WebpDecoder(file, pix);
  }

  /** A file of one frame and nothing else. Alpha, a chunk of its own in VP8, is dropped. */
  private static byte[] simple(byte[] content, Chunk bitstream) {
    int length = bitstream.end() - bitstream.start();
    int padded = length + length % 2;
    ByteBuffer simple =
        ByteBuffer.allocate(HEADER_BYTES + CHUNK_HEADER_BYTES + padded)
            .order(ByteOrder.LITTLE_ENDIAN);
    simple.put("RIFF".getBytes(ISO_8859_1));
    simple.putInt(4 + CHUNK_HEADER_BYTES + padded);
    simple.put(("WEBP" + bitstream.type()).getBytes(ISO_8859_1));
    simple.putInt(length);
    simple.put(content, bitstream.start(), length);
    return simple.array();
  }

  @Override
  void next(byte[] row) {
    int y = given - file.top();
    given++;

    if (file.frameWidth() < width() || y < 0 || y >= file.frameHeight()) {
      Arrays.fill(row, (byte) 0);
    }

    if (y >= 0 && y < file.frameHeight()) {
      rows.read(y, 0, file.frameWidth(), row, 3 * file.left());
    }
  }

  @Override
  public void close() {
    leptonica.pixDestroy(pix);
  }

  /** Walks from chunk to chunk. */
  private static final class Reader {
    private final byte[] file;
    private final ByteBuffer buffer;
    private Optional<int[]> canvas = Optional.empty();
    private Optional<File> frame = Optional.empty();
    private Orientation orientation = Orientation.NONE;

    Reader(byte[] file) {
      this.file = file;
      this.buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    File read() {
      long length = CHUNK_HEADER_BYTES + Integer.toUnsignedLong(buffer.getInt(4));

      if (length > file.length) {
        throw new BadImageException(
            "truncated WebP: %d bytes, not %d".formatted(file.length, length));
      }

      for (int at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= length; ) {
        Chunk chunk = chunk(at, (int) length);
        take(chunk);
        at = chunk.end() + (chunk.end() - chunk.start()) % 2;
      }

      File found = frame.orElseThrow(() -> new BadImageException("corrupt WebP: no frame"));
      return new File(
          found.height(),
          found.width(),
          found.top(),
          found.left(),
          found.frameHeight(),
          found.frameWidth(),
          orientation,
          found.bitstream());
    }

    private Chunk chunk(int at, int end) {
      long length = Integer.toUnsignedLong(buffer.getInt(at + 4));
      int start = at + CHUNK_HEADER_BYTES;

      if (length > end - start) {
        throw new BadImageException("truncated WebP: it ends within a chunk");
      }

      return new Chunk(new String(file, at, 4, ISO_8859_1), start, start + (int) length);
    }

    private void take(Chunk chunk) {
      switch (chunk.type()) {
        case "VP8X" -> canvas = Optional.of(readCanvas(chunk));
        case "ANMF" -> frame = frame.or(() -> Optional.of(readAnimationFrame(chunk)));
        case "VP8 ", "VP8L" -> frame = frame.or(() -> Optional.of(readStill(chunk)));
        case "EXIF" -> orientation = readExif(chunk);
        default -> {}
      }
    }

    private int[] readCanvas(Chunk chunk) {
      requireBytes(chunk, EXTENDED_BYTES);
      return new int[] {1 + threeBytes(chunk.start() + 7), 1 + threeBytes(chunk.start() + 4)};
    }

    private File readStill(Chunk chunk) {
      int[] size = size(chunk);

      if (canvas.filter(expected -> !Arrays.equals(expected, size)).isPresent()) {
        throw new BadImageException("corrupt WebP: its frame is not as large as its canvas");
      }

      return file(size, 0, 0, size, chunk);
    }

    private File readAnimationFrame(Chunk chunk) {
      requireBytes(chunk, FRAME_HEADER_BYTES + CHUNK_HEADER_BYTES);
      int left = 2 * threeBytes(chunk.start());
      int top = 2 * threeBytes(chunk.start() + 3);
      Chunk bitstream = chunk(chunk.start() + FRAME_HEADER_BYTES, chunk.end());

      if (bitstream.type().equals("ALPH")) {
        int next = bitstream.end() + (bitstream.end() - bitstream.start()) % 2;

        if (next + CHUNK_HEADER_BYTES > chunk.end()) {
          throw new BadImageException("corrupt WebP: a frame without pixels");
        }

        bitstream = chunk(next, chunk.end());
      }

      if (!bitstream.type().startsWith("VP8")) {
        throw new BadImageException("corrupt WebP: a frame without pixels");
      }

      int[] size = size(bitstream);
      int[] whole =
          canvas.orElseThrow(() -> new BadImageException("corrupt WebP: a frame without canvas"));

      if ((long) top + size[0] > whole[0] || (long) left + size[1] > whole[1]) {
        throw new BadImageException("corrupt WebP: a frame beyond its canvas");
      }

      return file(whole, top, left, size, bitstream);
    }

    private static File file(int[] canvas, int top, int left, int[] size, Chunk bitstream) {
      return new File(
          canvas[0], canvas[1], top, left, size[0], size[1], Orientation.NONE, bitstream);
    }

    /** Height and width. */
    private int[] size(Chunk chunk) {
      int[] size = chunk.type().equals("VP8L") ? losslessSize(chunk) : lossySize(chunk);

      if (size[0] == 0 || size[1] == 0) {
        throw new BadImageException("corrupt WebP: a size of %d x %d".formatted(size[0], size[1]));
      }

      return size;
    }

    private int[] losslessSize(Chunk chunk) {
      requireBytes(chunk, LOSSLESS_HEADER_BYTES);

      if (file[chunk.start()] != LOSSLESS_SIGNATURE) {
        throw new BadImageException("corrupt WebP: its pixel data is damaged");
      }

      int bits = buffer.getInt(chunk.start() + 1);
      return new int[] {1 + (bits >>> 14 & 0x3fff), 1 + (bits & 0x3fff)};
    }

    private int[] lossySize(Chunk chunk) {
      requireBytes(chunk, LOSSY_HEADER_BYTES);
      return new int[] {
        buffer.getShort(chunk.start() + 8) & 0x3fff, buffer.getShort(chunk.start() + 6) & 0x3fff
      };
    }

    private Orientation readExif(Chunk chunk) {
      boolean tagged =
          new String(file, chunk.start(), chunk.end() - chunk.start(), ISO_8859_1)
              .startsWith(EXIF_TAG);
      return ExifOrientation.read(
              file, chunk.start() + (tagged ? EXIF_TAG.length() : 0), chunk.end())
          .orElse(Orientation.NONE);
    }

    private void requireBytes(Chunk chunk, int least) {
      if (chunk.end() - chunk.start() < least) {
        throw new BadImageException("corrupt WebP: a chunk that is too short");
      }
    }

    private int threeBytes(int at) {
      return (file[at] & 0xff) | (file[at + 1] & 0xff) << 8 | (file[at + 2] & 0xff) << 16;
    }
  }
}
