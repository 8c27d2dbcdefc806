package org.convoy.data.cifar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.ContentReader;
import org.convoy.data.Contents;
import org.convoy.data.DataException;
import org.convoy.data.Fingerprint;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.cifar.Store.Range;

/**
 * CIFAR-10 or CIFAR-100 in the binary version, from its folder or straight from the published
 * archive, on any Hadoop file system. Images are 32 x 32 x 3. The format: <a
 * href="https://www.cs.toronto.edu/~kriz/cifar.html">The CIFAR-10 dataset</a>, "Binary version".
 *
 * <p>The ids follow the batch files by number, then the records in them; any number of records is
 * read. Opening reads everything once, so whatever is wrong is said before a job starts. From a
 * gzip archive a task decompresses what precedes its samples and holds their records in memory.
 */
public final class CifarDataset implements ImageDataset {
  private final String location;
  private final CifarLabels kind;
  private final List<String> classes;
  private final Store store;
  private final List<String> files;
  private final int[] counts;
  private final byte[] labels;
  private final String fingerprint;

  private CifarDataset(Configuration hadoop, Parts parts) {
    this.location = parts.location();
    this.kind = parts.kind();
    this.store = parts.store();
    this.classes = parts.classes();
    this.files = kind.batchFiles(parts.split());
    this.counts = CifarRecords.counts(store, kind, parts.split());
    this.labels = new byte[Arrays.stream(counts).sum()];
    this.fingerprint = verify(hadoop);
  }

  private record Parts(
      String location, CifarLabels kind, Split split, Store store, List<String> classes) {}

  /**
   * Opens one split and checks it: the files are there and hold whole records, the labels are
   * within the classes.
   *
   * @param path any Hadoop path: the folder of the .bin files, the folder that the published folder
   *     or archive lies in, or an archive (.tar, .tar.gz, .tgz)
   * @param classes names in order of label; none: those that come with the data
   * @throws DataException naming the file, what was expected and what was found
   */
  public static CifarDataset open(
      Configuration hadoop, String path, CifarLabels labels, Split split, List<String> classes) {
    requireNonNull(split, "split is null");
    Store store = Store.find(hadoop, path, labels);
    List<String> names =
        classes.isEmpty() ? readClasses(hadoop, store, labels) : List.copyOf(classes);

    return new CifarDataset(hadoop, new Parts(path, labels, split, store, names));
  }

  private static List<String> readClasses(Configuration hadoop, Store store, CifarLabels labels) {
    int size = (int) Math.min(store.size(labels.classFile()), 1 << 16);
    List<Range> range = List.of(new Range(labels.classFile(), 0, size));

    try (Contents contents = store.read(hadoop, range)) {
      List<String> names =
          new String(contents.next(), UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();

      if (names.isEmpty()) {
        throw new DataException(
            store.location(),
            "class names in " + labels.classFile(),
            "none",
            "Fetch the binary version of the data set again.");
      }

      return names;
    }
  }

  /** Fills in the labels. */
  private String verify(Configuration hadoop) {
    Fingerprint digest = new Fingerprint(classes);

    try (SampleIterator samples = read(hadoop, 0, size())) {
      while (samples.hasNext()) {
        Sample sample = samples.next();
        labels[sample.id()] = (byte) sample.label();
        digest.add(sample);
      }
    }

    return digest.finish();
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public Optional<ImageShape> imageShape() {
    return Optional.of(new ImageShape(CifarRecords.SIDE, CifarRecords.SIDE, CifarRecords.CHANNELS));
  }

  @Override
  public int sampleBytes() {
    return CifarRecords.PIXELS;
  }

  @Override
  public SampleAccess access() {
    return store.access();
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public int[] labels(Configuration hadoop) {
    int[] result = new int[labels.length];
    Arrays.setAll(result, id -> Byte.toUnsignedInt(labels[id]));
    return result;
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    List<Range> ranges = CifarRecords.ranges(files, counts, CifarRecords.bytes(kind), from, to);
    return samples(store.read(hadoop, ranges), SampleIterator.ids(from, to));
  }

  /** Reads the records of these samples only, unless the archive is compressed. */
  @Override
  public SampleIterator read(Configuration hadoop, int[] ids) {
    SampleIterator.checkIds(ids, size());
    List<Range> ranges = CifarRecords.ranges(files, counts, CifarRecords.bytes(kind), ids);
    return samples(store.read(hadoop, ranges), ids.clone());
  }

  private SampleIterator samples(Contents contents, int[] ids) {
    return SampleIterator.of(
        ids, new CifarRecords.Source(contents, kind, classes.size(), location));
  }

  /** Of the content as it was when the data set was opened. */
  @Override
  public String fingerprint(ContentReader reader) {
    return fingerprint;
  }

  @Override
  public String toString() {
    return "CifarDataset(%s, %d images, %d classes)".formatted(location, size(), classes.size());
  }
}
