package org.convoy.data.folder;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataIdentity;
import org.convoy.data.DatasetSplits;
import org.convoy.data.HadoopFiles;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ImageShape;
import org.convoy.data.ListingDigest;
import org.convoy.data.SampleIds;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;

/**
 * A folder of class folders of image files on any Hadoop file system, as torchvision's ImageFolder
 * reads it; {@link ImageFiles} tells which files are samples and what their ids are. The samples
 * are the files as they are ({@link org.convoy.data.EncodedImage}).
 *
 * <p>Opening lists everything below the folder once. A task opens each file that it reads.
 */
public final class FolderDataset implements ImageDataset {
  private final String location;
  private final List<String> classes;
  private final SampleTable samples;
  private final String identity;

  private FolderDataset(
      String location, ImageFiles images, SampleTable samples, DataIdentity identity) {
    this.location = location;
    this.classes = images.classes();
    this.samples = samples;
    this.identity = identity.toString();
  }

  /**
   * Lists a folder and sorts out one split.
   *
   * @param folder any Hadoop path
   * @param classes as for {@link ImageFiles#find}; none: the sorted names of the class folders
   * @throws org.convoy.data.DataException when the folder, the split or images are missing
   */
  public static FolderDataset open(
      Configuration hadoop, String folder, Split split, List<String> classes) {
    requireNonNull(split, "split is null");
    return of(folder, FolderListing.of(hadoop, HadoopFiles.path(folder)), split, classes);
  }

  /**
   * As {@link #open} for all splits that have labels, from one listing.
   *
   * @param names by which the splits are found
   */
  public static DatasetSplits openSplits(
      Configuration hadoop, String folder, SplitNames names, List<String> classes) {
    Path root = HadoopFiles.path(folder);
    FileList listing = FolderListing.of(hadoop, root);
    FolderSplits splits =
        FolderSplits.of(
            folder,
            listing.paths(),
            names,
            classes,
            position ->
                FolderSampleIterator.read(
                    hadoop,
                    HadoopFiles.below(root, listing.path(position)),
                    Math.toIntExact(listing.length(position))));
    Map<Split, ImageDataset> labelled = new EnumMap<>(Split.class);
    splits.labelled().forEach((split, images) -> labelled.put(split, of(folder, listing, images)));
    List<String> remarks = new ArrayList<>(splits.remarks());
    remarks.addAll(EmptyFolders.remarks(hadoop, root, splits));
    return new DatasetSplits(labelled, splits.names(), remarks);
  }

  private static FolderDataset of(
      String folder, FileList listing, Split split, List<String> classes) {
    return of(folder, listing, ImageFiles.find(folder, listing.paths(), split, classes));
  }

  private static FolderDataset of(String folder, FileList listing, ImageFiles images) {
    SampleTable table = SampleTable.of(folder, images.files(), listing::length);
    ListingDigest digest = new ListingDigest(images.classes());

    for (int id = 0; id < table.size(); id++) {
      table.addTo(digest, id);
      digest.addTime(listing.detail(images.files().get(id).position()));
    }

    return new FolderDataset(folder, images, table, digest.finish(table.size()));
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  /** Empty: images are not decoded here. */
  @Override
  public Optional<ImageShape> imageShape() {
    return Optional.empty();
  }

  /** The mean length of the files. */
  @Override
  public int sampleBytes() {
    return samples.meanLength();
  }

  @Override
  public SampleAccess access() {
    return SampleAccess.BY_ID;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public int[] labels(Configuration hadoop) {
    return samples.labels();
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return new FolderSampleIterator(
        hadoop, HadoopFiles.path(location), samples, SampleIds.range(from, to));
  }

  /** Opens the files of these samples only. */
  @Override
  public SampleIterator read(Configuration hadoop, int[] ids) {
    SampleIds.check(ids, size());
    return new FolderSampleIterator(hadoop, HadoopFiles.path(location), samples, ids.clone());
  }

  /** By names, lengths, modification times and labels of the files. */
  @Override
  public DataIdentity identity(Configuration hadoop) {
    return DataIdentity.parse(identity);
  }

  @Override
  public String toString() {
    return "FolderDataset(%s, %d images, %d classes)".formatted(location, size(), classes.size());
  }
}
