package org.convoy.data.folder;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.data.Contents;
import org.convoy.data.DataException;
import org.convoy.data.DataIdentity;
import org.convoy.data.DatasetSplits;
import org.convoy.data.HadoopFiles;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.LabelMapping;
import org.convoy.data.ListingDigest;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;

/**
 * A folder of class folders of image files on any Hadoop file system, as torchvision's ImageFolder
 * reads it; {@link ImageFiles} tells which files are samples and what their ids are. The samples
 * are the files as they are ({@link org.convoy.data.EncodedImage}).
 *
 * <p>Opening lists everything below the folder once. A task opens each file that it reads.
 */
public final class FolderDataset extends ListedDataset {
  private static final String REPLACED = "The file was replaced meanwhile: start the job again.";

  private FolderDataset(
      String location, ImageFiles images, SampleTable samples, DataIdentity identity) {
    super(location, images, samples, identity);
  }

  /**
   * Lists a folder and sorts out all splits that have labels.
   *
   * @param folder any Hadoop path
   * @param names by which the splits are found
   * @param classes names in order of label; none: the sorted names of the class folders
   * @throws DataException when the folder or images are missing
   */
  public static DatasetSplits openSplits(
      Configuration hadoop, String folder, SplitNames names, List<String> classes) {
    Path root = HadoopFiles.path(folder);
    FileList listing = list(hadoop, root);
    FolderSplits splits =
        FolderSplits.of(
            folder,
            listing.paths(),
            names,
            classes,
            position ->
                read(
                    hadoop,
                    HadoopFiles.below(root, listing.path(position)),
                    Math.toIntExact(listing.length(position))));
    List<String> remarks = new ArrayList<>(splits.remarks());
    remarks.addAll(emptyFolders(hadoop, root, splits));
    return splits(splits, remarks, images -> of(folder, listing, images));
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

  /** Their paths are relative to the folder, with slashes; the details are modification times. */
  private static FileList list(Configuration hadoop, Path folder) {
    try {
      FileSystem files = HadoopFiles.of(folder, hadoop);
      FileStatus status = files.getFileStatus(folder);

      if (!status.isDirectory()) {
        throw new DataException(
            folder.toString(),
            "a folder of class folders",
            "a file",
            "Point the path at a folder, or at an archive that ends in .tar, .tar.gz or .tgz.");
      }

      return FileTree.list(files, status.getPath());
    } catch (FileNotFoundException e) {
      throw DataException.missing(folder.toString(), "a folder of class folders", e);
    } catch (IOException e) {
      throw DataException.ofReading(
          folder.toString(),
          "a folder that can be listed",
          "Check the path, the permissions and the names of the files.",
          e);
    } catch (IllegalArgumentException e) {
      // Hadoop cannot hold some names, such as those with a colon: IllegalArgumentException.
      throw new DataException(
          folder.toString(),
          "a folder that can be listed",
          "an error: " + e,
          "Check the path, the permissions and the names of the files.",
          e);
    }
  }

  /** Folders where those of classes are, but without an image: a listing of files lacks them. */
  private static List<String> emptyFolders(Configuration hadoop, Path root, FolderSplits splits) {
    List<String> remarks = new ArrayList<>();

    for (Map.Entry<Split, String> prefix : splits.prefixes().entrySet()) {
      TreeSet<String> empty =
          new TreeSet<>(folders(hadoop, HadoopFiles.below(root, prefix.getValue())));
      splits
          .labelled()
          .get(prefix.getKey())
          .files()
          .forEach(file -> empty.remove(className(file.path(), prefix.getValue())));

      if (!empty.isEmpty()) {
        remarks.add(
            "No image lies in %s %s%s"
                .formatted(
                    empty.size() == 1 ? "the class folder" : "the class folders",
                    prefix.getValue(),
                    LabelMapping.shown(List.copyOf(empty))));
      }
    }

    return remarks;
  }

  private static String className(String path, String prefix) {
    return path.substring(prefix.length(), path.indexOf('/', prefix.length()));
  }

  private static List<String> folders(Configuration hadoop, Path folder) {
    try {
      FileSystem files = HadoopFiles.of(folder, hadoop);
      return HadoopFiles.list(files, folder).stream()
          .filter(FileStatus::isDirectory)
          .map(status -> status.getPath().getName())
          .filter(name -> !HiddenFiles.isHidden(name))
          .toList();
    } catch (IOException e) {
      throw DataException.ofReading(
          folder.toString(), "a folder of class folders", "Check the path.", e);
    }
  }

  @Override
  public SampleAccess access() {
    return SampleAccess.BY_ID;
  }

  /** Opens one file after the other; between two none is open. */
  @Override
  protected Contents contents(Configuration hadoop, int[] ids) {
    Path root = HadoopFiles.path(location());
    PrimitiveIterator.OfInt left = Arrays.stream(ids).iterator();
    return Contents.of(
        () -> {
          int id = left.nextInt();
          return read(hadoop, HadoopFiles.below(root, samples().name(id)), samples().length(id));
        });
  }

  /** Reads a file that was listed with this length. */
  private static byte[] read(Configuration hadoop, Path path, int length) {
    try (FSDataInputStream file = HadoopFiles.open(path, hadoop)) {
      byte[] content = new byte[length];
      file.readFully(content);

      if (file.read() >= 0) {
        throw changed(path, length, "more", null);
      }

      return content;
    } catch (EOFException e) {
      throw changed(path, length, "fewer", e);
    } catch (FileNotFoundException e) {
      throw new DataException(
          path.toString(), "an image of %d bytes".formatted(length), "nothing", REPLACED, e);
    } catch (IOException e) {
      throw DataException.ofReading(
          path.toString(),
          "a readable image of %d bytes".formatted(length),
          "Check the file system and the permissions.",
          e);
    }
  }

  private static DataException changed(Path path, int length, String found, EOFException cause) {
    return new DataException(
        path.toString(), length + " bytes as when it was listed", found, REPLACED, cause);
  }
}
