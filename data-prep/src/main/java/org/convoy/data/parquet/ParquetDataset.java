package org.convoy.data.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.ContentReader;
import org.convoy.data.DataIdentity;
import org.convoy.data.DatasetSplits;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.LabelMapping;
import org.convoy.data.ListingDigest;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;

/**
 * Parquet files of encoded images as Hugging Face publishes them and {@code convoy prepare} writes
 * them, on any Hadoop file system: {@code image: struct<bytes: binary, path: string>} and {@code
 * label: int64}, and what else {@link ImageColumns} knows. The layout: <a
 * href="https://huggingface.co/docs/hub/datasets-image">Image data sets</a>.
 *
 * <p>Samples are numbered through the files in order of name and their rows. Class names are those
 * that the files declare, the sorted labels where these are names, else numbers. Opening reads the
 * footers; the checksums of pages, where the files have some, are verified when the pages are read.
 */
public final class ParquetDataset implements ImageDataset {
  private final String location;
  private final ParquetContent content;
  private final List<ShardRecord> shards;

  /** Once they are read; they do not travel to tasks. */
  private transient int[] labels;

  private ParquetDataset(Configuration hadoop, String location, ParquetContent content) {
    this.location = location;
    this.content = content;
    this.shards = ShardRecord.of(hadoop, location, content.parts());
  }

  /**
   * Opens one split and checks schemas, row counts and labels.
   *
   * @param path a file, or a folder with {@code train/*.parquet} and {@code test/*.parquet}, or
   *     with {@code train-*.parquet} and {@code test-*.parquet}, itself or in a folder {@code
   *     data}; what names no split is the training split
   * @param classes names for labels that are numbers without names; none: numbers
   * @throws org.convoy.data.DataException naming the file, what was expected and what was found
   */
  public static ParquetDataset open(
      Configuration hadoop, String path, Split split, List<String> classes) {
    List<String> files =
        ParquetFiles.find(hadoop, path, SplitNames.USUAL).of(path, split, SplitNames.USUAL);
    return new ParquetDataset(hadoop, path, ParquetContent.read(hadoop, path, files, classes));
  }

  /**
   * As {@link #open} for all splits that have labels, each with its own classes.
   *
   * @param names by which the splits are found
   */
  public static DatasetSplits openSplits(
      Configuration hadoop, String path, SplitNames names, List<String> classes) {
    ParquetFiles found = ParquetFiles.find(hadoop, path, names);
    Map<Split, ImageDataset> labelled = new EnumMap<>(Split.class);
    List<String> remarks = new ArrayList<>();
    found
        .files()
        .forEach(
            (split, files) ->
                ParquetContent.readIfLabelled(hadoop, path, files, classes)
                    .ifPresentOrElse(
                        content -> labelled.put(split, new ParquetDataset(hadoop, path, content)),
                        () ->
                            remarks.add(
                                "The images of the split %s have no labels%s; they are not used"
                                    .formatted(
                                        found.names().getOrDefault(split, path),
                                        ParquetContent.lackOfLabel(hadoop, files.get(0))))));
    if (labelled.isEmpty() && !found.files().isEmpty()) {
      // Says what is wrong with them: which columns there are instead.
      ParquetContent.read(hadoop, path, found.files().values().iterator().next(), classes);
    }

    remarks.addAll(found.remarks());
    found.unused().forEach(name -> remarks.add("The split %s is not used".formatted(name)));
    return new DatasetSplits(labelled, found.names(), remarks);
  }

  @Override
  public int size() {
    return content.size();
  }

  @Override
  public List<String> classes() {
    return content.labels().classes();
  }

  @Override
  public LabelMapping.Names classNames() {
    return content.classNames();
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
    return SampleIterator.of(
        SampleIterator.ids(from, to), new ParquetSource(hadoop, content.parts(), content.labels()));
  }

  /** Reads the column of labels only. */
  /** Of the labels, once somebody asked for them. */
  @Override
  public long descriptionBytes() {
    return (long) Integer.BYTES * size();
  }

  @Override
  public synchronized int[] labels(Configuration hadoop) {
    if (labels == null) {
      labels = content.readLabels(hadoop);
    }

    return labels.clone();
  }

  /**
   * By names, lengths, rows and modification times of the files; of a folder that {@code convoy
   * prepare} made also by what its manifest says of them.
   */
  @Override
  public DataIdentity identity(Configuration hadoop) {
    ListingDigest digest = new ListingDigest(classes());

    for (ParquetPart part : content.parts()) {
      digest.addName(new Path(part.path()).getName().getBytes(UTF_8));
      digest.addNumber(part.rows());
      digest.addNumber(part.bytes());
      digest.addTime(part.modified());
    }

    DataIdentity identity = digest.finish(size());
    return shards.isEmpty() ? identity : identity.withShards(ShardRecord.digest(classes(), shards));
  }

  @Override
  public void verifyShards(ContentReader reader) {
    ShardRecord.verify(shards, reader);
  }

  @Override
  public String toString() {
    return "ParquetDataset(%s, %d images in %d files, %d classes)"
        .formatted(location, size(), content.parts().size(), classes().size());
  }
}
