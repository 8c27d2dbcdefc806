package org.convoy.data.fetch;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.common.Sha256;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.data.fetch.Downloader.DownloadListener;
import org.convoy.data.fetch.Downloader.RetryPolicy;
import org.convoy.data.fetch.PublishedDataset.PublishedFile;
import org.convoy.data.file.AtomicFiles;

/**
 * Fetches all files of a published data set into a folder on any Hadoop file system. On another
 * than the local one, each file is first downloaded to a temporary local folder, where a broken
 * download cannot be continued.
 */
public final class DatasetFetcher {
  private final Downloader downloader;
  private final DownloadListener listener;

  public DatasetFetcher(RetryPolicy policy, DownloadListener listener) {
    this.downloader = new Downloader(policy, listener);
    this.listener = requireNonNull(listener, "listener is null");
  }

  /**
   * Fetches what is missing.
   *
   * @param folder any Hadoop path; it is created
   * @throws DataException when nobody has a file, or another one of its name is there
   * @throws org.convoy.data.DataAwayException when one that may have it does not answer
   * @throws UncheckedIOException when one cannot be written
   */
  public void fetch(PublishedDataset dataset, Configuration hadoop, String folder) {
    Path target = HadoopFiles.path(folder);

    try {
      FileSystem files = HadoopFiles.of(target, hadoop);

      for (PublishedFile file : dataset.files()) {
        if (files instanceof LocalFileSystem local) {
          downloader.download(file, dataset.mirrors(), local.pathToFile(target).toPath());
        } else {
          fetchRemote(dataset, file, hadoop, target);
        }
      }
    } catch (IOException e) {
      throw Downloader.unwritable(folder, e);
    }
  }

  private void fetchRemote(
      PublishedDataset dataset, PublishedFile file, Configuration hadoop, Path folder)
      throws IOException {
    Path target = new Path(folder, file.name());
    FileContext files = FilePlace.of(target.toString(), hadoop).files();

    if (files.util().exists(target)) {
      try (InputStream there = files.open(target)) {
        Downloader.requireChecksum(file, Sha256.hex(there), target.toString());
        listener.alreadyThere(file.name());
        return;
      }
    }

    java.nio.file.Path local = Files.createTempDirectory("convoy-fetch");

    try {
      java.nio.file.Path whole = downloader.download(file, dataset.mirrors(), local);
      AtomicFiles.write(files, target.suffix(".part"), target, output -> Files.copy(whole, output));
    } finally {
      Files.deleteIfExists(local.resolve(file.name()));
      Files.deleteIfExists(local.resolve(file.name() + ".part"));
      Files.deleteIfExists(local);
    }
  }
}
