package org.convoy.data.archive;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Fingerprint;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.SampleIds;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.folder.ImageFiles;
import org.convoy.data.folder.SampleTable;

/**
 * Class folders in a tar archive, read as it is; see {@link TarArchive}. Samples, ids and the
 * fingerprint are those of {@link org.convoy.data.folder.FolderDataset} on the extracted files, in
 * whatever order the archive holds them.
 *
 * <p>From a plain archive a task reads its samples at their positions. Of a gzip archive each task
 * decompresses what precedes its samples, keeps their files in memory, and gives them in order of
 * id: with n partitions the job decompresses the archive n times, and a task needs memory for its
 * share of the files. That is fine up to about 1 GB.
 */
public final class TarDataset implements ImageDataset {
  private final TarArchive archive;
  private final List<String> classes;
  private final SampleTable samples;
  private final long[] offsets;
  private final int ignoredFiles;
  private final String knownFingerprint;

  private TarDataset(
      TarArchive archive,
      ImageFiles images,
      SampleTable samples,
      long[] offsets,
      String knownFingerprint) {
    this.archive = archive;
    this.classes = images.classes();
    this.ignoredFiles = images.ignoredFiles();
    this.samples = samples;
    this.offsets = offsets;
    this.knownFingerprint = knownFingerprint;
  }

  /**
   * Lists an archive and sorts out one split. Of a gzip archive this is also the pass that computes
   * the fingerprint.
   *
   * @param path any Hadoop path that ends in .tar, .tar.gz or .tgz
   * @param classes as for {@link ImageFiles#find}; none: the sorted names of the class folders
   * @throws org.convoy.data.DataException when the archive, the split or images are missing, or the
   *     archive is damaged
   */
  public static TarDataset open(
      Configuration hadoop, String path, Split split, List<String> classes) {
    requireNonNull(split, "split is null");
    TarArchive archive = TarArchive.at(hadoop, path);
    return of(archive, archive.list(hadoop, ImageFiles::isImage), split, classes);
  }

  /** As {@link #open} for all splits, from one listing. */
  public static Map<Split, TarDataset> openSplits(
      Configuration hadoop, String path, List<String> classes) {
    TarArchive archive = TarArchive.at(hadoop, path);
    TarListing listing = archive.list(hadoop, ImageFiles::isImage);
    Map<Split, TarDataset> splits = new EnumMap<>(Split.class);

    for (Split split : Split.values()) {
      splits.put(split, of(archive, listing, split, classes));
    }

    return splits;
  }

  private static TarDataset of(
      TarArchive archive, TarListing listing, Split split, List<String> classes) {
    String path = archive.path();
    List<TarEntry> entries = listing.entries();
    List<String> names = entries.stream().map(TarEntry::name).toList();
    ImageFiles images = ImageFiles.find(path, names, split, classes);
    SampleTable table =
        SampleTable.of(path, images.files(), position -> entries.get(position).size());
    long[] offsets =
        images.files().stream().mapToLong(file -> entries.get(file.position()).offset()).toArray();
    String fingerprint =
        listing.contentHashes().isEmpty()
            ? null
            : fingerprint(images.classes(), table, id -> listing.contentHashes().get(offsets[id]));

    return new TarDataset(archive, images, table, offsets, fingerprint);
  }

  private static String fingerprint(
      List<String> classes, SampleTable samples, IntFunction<byte[]> contentHash) {
    Fingerprint fingerprint = new Fingerprint(classes);

    for (int id = 0; id < samples.size(); id++) {
      fingerprint.add(samples.label(id), contentHash.apply(id));
    }

    return fingerprint.finish();
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
  public String location() {
    return archive.path();
  }

  /** Number of files in the archive that are no samples of any split. */
  public int ignoredFiles() {
    return ignoredFiles;
  }

  @Override
  public int[] labels(Configuration hadoop) {
    return samples.labels();
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return readUnchecked(hadoop, SampleIds.range(from, to));
  }

  /** Reads the files of these samples only. */
  @Override
  public SampleIterator read(Configuration hadoop, int[] ids) {
    SampleIds.check(ids, size());
    return readUnchecked(hadoop, ids.clone());
  }

  private SampleIterator readUnchecked(Configuration hadoop, int[] ids) {
    return new TarSampleIterator(open(hadoop, ids), samples, ids);
  }

  private Contents open(Configuration hadoop, int[] ids) {
    return archive.read(
        hadoop,
        Arrays.stream(ids).mapToLong(id -> offsets[id]).toArray(),
        Arrays.stream(ids).map(samples::length).toArray());
  }

  /** Reads a plain archive once from end to end; of a gzip archive it is known already. */
  @Override
  public String fingerprint(Configuration hadoop) {
    if (knownFingerprint != null) {
      return knownFingerprint;
    }

    byte[][] hashes = new byte[size()][];
    int[] archiveOrder =
        IntStream.range(0, size())
            .boxed()
            .sorted(Comparator.comparingLong(id -> offsets[id]))
            .mapToInt(Integer::intValue)
            .toArray();

    try (Contents contents = open(hadoop, archiveOrder)) {
      for (int id : archiveOrder) {
        hashes[id] = Fingerprint.sha256().digest(contents.next());
      }
    }

    return fingerprint(classes, samples, id -> hashes[id]);
  }

  @Override
  public String toString() {
    return "TarDataset(%s, %d images, %d classes)"
        .formatted(archive.path(), size(), classes.size());
  }
}
