package org.convoy.data.parquet;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Fingerprint;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;

/**
 * Parquet files of encoded images as Hugging Face publishes them and {@code convoy prepare} writes
 * them, on any Hadoop file system: {@code image: struct<bytes: binary, path: string>} and {@code
 * label: int64} or {@code int32}. The layout: <a
 * href="https://huggingface.co/docs/hub/datasets-image">Image data sets</a>.
 *
 * <p>Samples are numbered through the files in order of name and their rows. Class names are those
 * that the files declare, else numbers. Opening reads the footers; the checksums of pages, where
 * the files have some, are verified when the pages are read.
 */
public final class ParquetDataset implements ImageDataset {
  private final String location;
  private final ParquetContent content;

  private ParquetDataset(String location, ParquetContent content) {
    this.location = location;
    this.content = content;
  }

  /**
   * Opens one split and checks schemas, row counts and labels.
   *
   * @param path a file, or a folder with {@code train/*.parquet} and {@code test/*.parquet}, or
   *     with {@code train-*.parquet} and {@code test-*.parquet}, itself or in a folder {@code
   *     data}; {@code validation} stands in for a missing {@code test}
   * @param classes names in order of label; none: those that the files declare, else numbers
   * @throws org.convoy.data.DataException naming the file, what was expected and what was found
   */
  public static ParquetDataset open(
      Configuration hadoop, String path, Split split, List<String> classes) {
    List<String> files = ParquetFiles.find(hadoop, path, split);
    return new ParquetDataset(path, ParquetContent.read(hadoop, path, files, classes));
  }

  @Override
  public int size() {
    return content.size();
  }

  @Override
  public List<String> classes() {
    return content.classes();
  }

  /** Present for decoded shards whose images all have the same shape. */
  @Override
  public Optional<ImageShape> imageShape() {
    return content.shape();
  }

  @Override
  public int sampleBytes() {
    return content.sampleBytes();
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return new ParquetSampleIterator(hadoop, content.parts(), classes().size(), from, to);
  }

  /** Reads the column of labels only. */
  @Override
  public int[] labels(Configuration hadoop) {
    return content.labels(hadoop);
  }

  @Override
  public String fingerprint(Configuration hadoop) {
    return Fingerprint.of(classes(), read(hadoop, 0, size()));
  }

  @Override
  public String toString() {
    return "ParquetDataset(%s, %d images in %d files, %d classes)"
        .formatted(location, size(), content.parts().size(), classes().size());
  }
}
