import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * Makes class folders of many small files on HDFS. Usage: HdfsFolders FOLDER PICTURES IMAGES CLASSES
 * WAY, with the Hadoop client and its configuration on the class path. PICTURES is a local folder.
 *
 * <p>WAY is {@code files}: every image is a file of its own, which takes a name node minutes and some
 * 600 MB; or {@code snapshots}: there is one class folder, and the classes are snapshots of it. To
 * clients each of these is a folder with all files in it, and it is listed and read as any other. The
 * data set is then FOLDER/.snapshot.
 */
public final class HdfsFolders {
  private static final int THREADS = 16;

  private HdfsFolders() {}

  public static void main(String[] arguments) throws Exception {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(arguments[0]);
    List<byte[]> pictures = pictures(Path.of(arguments[1]));
    int classes = Integer.parseInt(arguments[3]);
    int each = (Integer.parseInt(arguments[2]) + classes - 1) / classes;
    DistributedFileSystem files =
        (DistributedFileSystem) FileSystem.get(root.toUri(), new Configuration());

    if (arguments[4].equals("snapshots")) {
      write(files, List.of(root), each, pictures);
      files.allowSnapshot(root);

      for (int label = 0; label < classes; label++) {
        files.createSnapshot(root, name(label));
      }
    } else {
      List<org.apache.hadoop.fs.Path> folders = new ArrayList<>();

      for (int label = 0; label < classes; label++) {
        folders.add(new org.apache.hadoop.fs.Path(root, name(label)));
      }

      write(files, folders, each, pictures);
    }
  }

  private static String name(int label) {
    return String.format(Locale.ROOT, "n%08d", label);
  }

  private static List<byte[]> pictures(Path folder) throws Exception {
    List<byte[]> pictures = new ArrayList<>();

    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.sorted().toList()) {
        pictures.add(Files.readAllBytes(path));
      }
    }

    return pictures;
  }

  private static void write(
      FileSystem files, List<org.apache.hadoop.fs.Path> folders, int each, List<byte[]> pictures)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> written = new ArrayList<>();

    for (org.apache.hadoop.fs.Path folder : folders) {
      for (int first = 0; first < each; first += 100) {
        int from = first;
        written.add(
            pool.submit(
                () -> {
                  for (int i = from; i < Math.min(each, from + 100); i++) {
                    org.apache.hadoop.fs.Path path =
                        new org.apache.hadoop.fs.Path(
                            folder, String.format(Locale.ROOT, "%05d.JPEG", i));

                    try (OutputStream output = files.create(path)) {
                      output.write(pictures.get(i % pictures.size()));
                    }
                  }

                  return null;
                }));
      }
    }

    for (Future<?> batch : written) {
      batch.get();
    }

    pool.shutdown();
  }
}
