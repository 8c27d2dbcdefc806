package org.convoy.data.archive;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.ContentReader;
import org.convoy.data.Contents;
import org.convoy.data.DataIdentity;
import org.convoy.data.DatasetSplits;
import org.convoy.data.Fingerprint;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ListingDigest;
import org.convoy.data.Split.SplitNames;
import org.convoy.data.archive.ArchiveEntry.ArchiveRange;
import org.convoy.data.folder.FolderSplits;
import org.convoy.data.folder.ImageFiles;
import org.convoy.data.folder.ImageFiles.ImageFile;
import org.convoy.data.folder.ListedDataset;
import org.convoy.data.folder.SampleTable;

/**
 * Class folders in an archive, read as it is; see {@link Archive}. Samples, ids and the fingerprint
 * are those of {@link org.convoy.data.folder.FolderDataset} on the extracted files, in whatever
 * order the archive holds them.
 *
 * <p>From a zip or a plain tar a task reads its samples at their positions. Of a compressed tar
 * each task decompresses what precedes its samples, keeps their files in memory, and gives them in
 * order of id: with n partitions the job decompresses the archive n times, and a task needs memory
 * for its share of the files. That is fine up to about 1 GB.
 */
public final class ArchiveDataset extends ListedDataset {
  private static final int[] NONE = {};

  private final Archive archive;
  private final long[] offsets;
  private final int[] storedSizes;
  private final int[] checksums;

  private ArchiveDataset(
      Archive archive,
      ImageFiles images,
      SampleTable samples,
      List<ArchiveEntry> files,
      DataIdentity identity) {
    super(archive.path(), images, samples, identity);
    this.archive = archive;
    this.offsets = files.stream().mapToLong(ArchiveEntry::offset).toArray();
    boolean isPacked = files.stream().anyMatch(file -> file.storedSize() != file.size());
    this.storedSizes =
        isPacked
            ? files.stream().mapToInt(file -> Math.toIntExact(file.storedSize())).toArray()
            : NONE;
    boolean hasChecksums = files.stream().anyMatch(file -> file.checksum() != 0);
    this.checksums =
        hasChecksums ? files.stream().mapToInt(ArchiveEntry::checksum).toArray() : NONE;
  }

  /**
   * Lists an archive and sorts out all splits that have labels. Of a compressed tar this is also
   * the pass that computes the fingerprint.
   *
   * @param path any Hadoop path that {@link Archive#isArchive} takes
   * @param names by which the splits are found
   * @param classes names in order of label; none: the sorted names of the class folders
   * @throws org.convoy.data.DataException when the archive or images are missing, or the archive is
   *     damaged
   */
  public static DatasetSplits openSplits(
      Configuration hadoop, String path, SplitNames names, List<String> classes) {
    Archive archive = Archive.at(hadoop, path);
    ArchiveEntries entries = archive.list(hadoop, ImageFiles::isImage);
    FolderSplits splits =
        FolderSplits.of(
            path,
            entries.names(),
            names,
            classes,
            position -> content(archive, entries.get(position), hadoop));
    return splits(splits, splits.remarks(), images -> of(archive, entries, images));
  }

  private static byte[] content(Archive archive, ArchiveEntry file, Configuration hadoop) {
    try (Contents contents = archive.read(hadoop, List.of(ArchiveRange.of(file)))) {
      return contents.next();
    }
  }

  @Override
  public long descriptionBytes() {
    return super.descriptionBytes()
        + (long) Long.BYTES * offsets.length
        + (long) Integer.BYTES * (storedSizes.length + checksums.length);
  }

  private static ArchiveDataset of(Archive archive, ArchiveEntries entries, ImageFiles images) {
    int[] positions = images.files().stream().mapToInt(ImageFile::position).toArray();
    List<ArchiveEntry> files = new Selected(entries, positions);
    SampleTable table =
        SampleTable.of(archive.path(), images.files(), position -> entries.get(position).size());
    DataIdentity identity = identity(archive, images.classes(), table);

    return new ArchiveDataset(
        archive,
        images,
        table,
        files,
        entries.hashes(files)
            ? identity.withContent(
                fingerprint(images.classes(), table, id -> entries.hash(files.get(id))))
            : identity);
  }

  /** Some files of a list. */
  private static final class Selected extends AbstractList<ArchiveEntry> implements RandomAccess {
    private final List<ArchiveEntry> entries;
    private final int[] positions;

    private Selected(List<ArchiveEntry> entries, int[] positions) {
      this.entries = entries;
      this.positions = positions;
    }

    @Override
    public ArchiveEntry get(int index) {
      return entries.get(positions[index]);
    }

    @Override
    public int size() {
      return positions.length;
    }
  }

  private static DataIdentity identity(Archive archive, List<String> classes, SampleTable samples) {
    ListingDigest digest = new ListingDigest(classes);

    for (int id = 0; id < samples.size(); id++) {
      samples.addTo(digest, id);
    }

    archive.addTo(digest);
    return digest.finish(samples.size());
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
  public SampleAccess access() {
    return archive.access();
  }

  @Override
  protected Contents contents(Configuration hadoop, int[] ids) {
    return archive.read(hadoop, Arrays.stream(ids).mapToObj(this::range).toList());
  }

  private ArchiveRange range(int id) {
    int size = samples().length(id);
    return new ArchiveRange(
        offsets[id],
        size,
        storedSizes.length == 0 ? size : storedSizes[id],
        checksums.length == 0 ? 0 : checksums[id]);
  }

  /** Of a compressed tar it is known from the listing. */
  @Override
  public String fingerprint(ContentReader reader) {
    return identity().content().orElseGet(() -> super.fingerprint(reader));
  }
}
