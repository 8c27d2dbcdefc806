package org.convoy.data.folder;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Contents;
import org.convoy.data.DataIdentity;
import org.convoy.data.DatasetSplits;
import org.convoy.data.EncodedImage;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;

/**
 * Image files that lie in class folders, wherever these are. The samples are the files as they are
 * ({@link EncodedImage}); {@link ImageFiles} tells which files are samples and what their ids are.
 */
public abstract class ListedDataset implements ImageDataset {
  private final String location;
  private final List<String> classes;
  private final SampleTable samples;
  private final String identity;

  /**
   * @param location where they lie, for messages
   * @param samples the images, as a table
   * @param identity by which they are recognised
   */
  protected ListedDataset(
      String location, ImageFiles images, SampleTable samples, DataIdentity identity) {
    this.location = requireNonNull(location, "location is null");
    this.classes = images.classes();
    this.samples = requireNonNull(samples, "samples is null");
    this.identity = identity.toString();
  }

  /**
   * The data sets of all splits that have labels.
   *
   * @param remarks on what is not used, in place of those of the splits
   * @param dataset of the images of a split
   */
  protected static DatasetSplits splits(
      FolderSplits splits, List<String> remarks, Function<ImageFiles, ImageDataset> dataset) {
    Map<Split, ImageDataset> labelled = new EnumMap<>(Split.class);
    splits.labelled().forEach((split, images) -> labelled.put(split, dataset.apply(images)));
    return new DatasetSplits(labelled, splits.names(), remarks);
  }

  /** Names, labels and lengths of the files in order of id. */
  protected final SampleTable samples() {
    return samples;
  }

  /** The contents of the files of these samples, in this order. */
  protected abstract Contents contents(Configuration hadoop, int[] ids);

  @Override
  public final int size() {
    return samples.size();
  }

  @Override
  public final List<String> classes() {
    return classes;
  }

  /** Empty: images are not decoded here. */
  @Override
  public final Optional<ImageShape> imageShape() {
    return Optional.empty();
  }

  /** The mean length of the files. */
  @Override
  public final int sampleBytes() {
    return samples.meanLength();
  }

  @Override
  public long descriptionBytes() {
    return samples.heapBytes();
  }

  @Override
  public final String location() {
    return location;
  }

  @Override
  public final int[] labels(Configuration hadoop) {
    return samples.labels();
  }

  @Override
  public final SampleIterator read(Configuration hadoop, int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return readUnchecked(hadoop, SampleIterator.ids(from, to));
  }

  /** Reads the files of these samples only. */
  @Override
  public final SampleIterator read(Configuration hadoop, int[] ids) {
    SampleIterator.checkIds(ids, size());
    return readUnchecked(hadoop, ids.clone());
  }

  private SampleIterator readUnchecked(Configuration hadoop, int[] ids) {
    Contents contents = contents(hadoop, ids);
    return SampleIterator.of(
        ids,
        new SampleIterator.Source() {
          @Override
          public Sample read(int id) {
            EncodedImage image = new EncodedImage(samples.name(id), contents.next());
            return new Sample(id, samples.label(id), image);
          }

          @Override
          public void close() {
            contents.close();
          }
        });
  }

  /** By names, lengths and labels of the files, and when they, or what holds them, were written. */
  @Override
  public final DataIdentity identity(Configuration hadoop) {
    return identity();
  }

  protected final DataIdentity identity() {
    return DataIdentity.parse(identity);
  }

  @Override
  public final String toString() {
    return "%s(%s, %d images, %d classes)"
        .formatted(getClass().getSimpleName(), location, size(), classes.size());
  }
}
