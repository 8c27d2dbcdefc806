package org.convoy.data.parquet;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.convoy.common.Sha256;
import org.convoy.data.EncodedImage;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;

/**
 * Writes one Parquet file that {@link ParquetDataset} reads, and Hugging Face's datasets too. Its
 * bytes depend on the samples alone. Pages are not compressed, because image files do not compress,
 * and carry checksums.
 */
public final class ParquetImageWriter implements Closeable {
  private static final long ROW_GROUP_BYTES = 16L << 20;
  private static final int PAGE_BYTES = 1 << 20;
  // How often the size is looked at, in rows; images may be large.
  private static final int ROWS_BETWEEN_SIZE_CHECKS = 16;

  private final MessageDigest digest = Sha256.digest();
  private final ImageWriteSupport support;
  private final ParquetWriter<Sample> writer;

  /**
   * Creates or replaces a file.
   *
   * @param classes names in order of label
   */
  public ParquetImageWriter(Configuration hadoop, Path file, List<String> classes)
      throws IOException {
    StableOutputFile output = new StableOutputFile(hadoop, file, digest);
    support = new ImageWriteSupport(List.copyOf(classes), output::beginFooter);
    writer = new Builder(output, support).build();
  }

  /**
   * Appends a row. The sample's id is not written: a reader numbers the rows.
   *
   * @param sample an {@link EncodedImage} with its label
   */
  public void write(Sample sample) throws IOException {
    if (!(sample.image() instanceof EncodedImage)) {
      throw new IllegalArgumentException(
          "only encoded images are written, not %s: encode it first".formatted(sample.image()));
    }

    writer.write(sample);
  }

  /** Declares that all images have this shape once decoded, before the file is closed. */
  public void declareShape(ImageShape shape) {
    support.declareShape(requireNonNull(shape, "shape is null"));
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** SHA-256 of the closed file, as 64 hexadecimal digits. */
  public String sha256() {
    return Sha256.hex(digest);
  }

  private static final class Builder extends ParquetWriter.Builder<Sample, Builder> {
    private final ImageWriteSupport support;

    private Builder(OutputFile file, ImageWriteSupport support) {
      super(file);
      this.support = support;
      withWriteMode(Mode.OVERWRITE);
      withCompressionCodec(CompressionCodecName.UNCOMPRESSED);
      withRowGroupSize(ROW_GROUP_BYTES);
      withPageSize(PAGE_BYTES);
      withMinRowCountForPageSizeCheck(1);
      withMaxRowCountForPageSizeCheck(ROWS_BETWEEN_SIZE_CHECKS);
      withDictionaryEncoding(false);
      enablePageWriteChecksum();
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // What replaces it is newer than the Parquet of Spark 3.5.
    protected WriteSupport<Sample> getWriteSupport(Configuration hadoop) {
      return support;
    }
  }
}
