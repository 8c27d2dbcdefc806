package org.convoy.data.idx;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.ContentReader;
import org.convoy.data.HadoopFiles;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ImageShape;
import org.convoy.data.LabelMapping;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;

/**
 * A folder of IDX files as MNIST and Fashion-MNIST are published: {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte}, {@code t10k-…}, each plain or gzip, on any Hadoop file system.
 * Images are gray. The format: <a href="http://yann.lecun.com/exdb/mnist/">The MNIST database</a>.
 *
 * <p>Opening reads both files once from end to end, so whatever is wrong with them is said before a
 * job starts; the fingerprint comes from the same pass.
 */
public final class IdxDataset implements ImageDataset {
  private final String location;
  private final IdxFiles files;
  private final List<String> classes;
  private final IdxContent content;

  private IdxDataset(String location, IdxFiles files, List<String> classes, IdxContent content) {
    this.location = location;
    this.files = files;
    this.classes = classes;
    this.content = content;
  }

  /**
   * Opens one split and checks it: magic numbers, dimensions, as many labels as images, labels
   * within the classes, no byte missing or left over, gzip checksums.
   *
   * @param folder any Hadoop path
   * @param classes class names in order of label; IDX files do not carry them
   * @throws org.convoy.data.DataException naming the file, what was expected and what was found
   */
  public static IdxDataset open(
      Configuration hadoop, String folder, Split split, List<String> classes) {
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("classes is empty: name at least one class");
    }

    IdxFiles files = IdxFiles.find(hadoop, HadoopFiles.path(folder), split);
    List<String> names = List.copyOf(classes);
    return new IdxDataset(folder, files, names, IdxContent.verify(hadoop, files, names));
  }

  /** Class names {@code "0"}, {@code "1"}, … for data whose classes have no better ones. */
  public static List<String> numberedClasses(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  /**
   * The highest label in the label files of both splits, plus 1; 1 when there are none.
   *
   * @throws org.convoy.data.DataException when a label file cannot be read
   */
  public static int countClasses(Configuration hadoop, String folder) {
    int count = 1;

    for (Path file : IdxFiles.labelFiles(hadoop, HadoopFiles.path(folder))) {
      for (int label : IdxContent.labels(hadoop, file)) {
        count = Math.max(count, label + 1);
      }
    }

    return count;
  }

  /** Whether one of these file names is that of an IDX file of either split. */
  public static boolean hasFiles(Collection<String> names) {
    return IdxFiles.areAmong(names);
  }

  @Override
  public int size() {
    return content.size();
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public LabelMapping.Names classNames() {
    return LabelMapping.likely(classes);
  }

  @Override
  public Optional<ImageShape> imageShape() {
    return Optional.of(content.shape());
  }

  @Override
  public int sampleBytes() {
    return content.shape().elements();
  }

  @Override
  public SampleAccess access() {
    return files.arePlain() ? SampleAccess.BY_ID : SampleAccess.FROM_THE_START;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public int[] labels(Configuration hadoop) {
    return IdxContent.labels(hadoop, files.labels());
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    return SampleIterator.of(
        SampleIterator.ids(from, to), IdxSource.from(hadoop, files, content, classes, from));
  }

  /** Reads these samples only, unless a file is compressed. */
  @Override
  public SampleIterator read(Configuration hadoop, int[] ids) {
    if (access() != SampleAccess.BY_ID || ids.length == 0) {
      return ImageDataset.super.read(hadoop, ids);
    }

    SampleIterator.checkIds(ids, size());
    return SampleIterator.of(ids.clone(), IdxSource.at(hadoop, files, content, classes, ids));
  }

  /** Of the content as it was when the data set was opened. */
  @Override
  public String fingerprint(ContentReader reader) {
    return content.fingerprint();
  }

  @Override
  public String toString() {
    return "IdxDataset(%s, %d images of %s, %d classes)"
        .formatted(files.images(), size(), content.shape(), classes.size());
  }
}
