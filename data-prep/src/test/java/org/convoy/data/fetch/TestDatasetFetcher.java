package org.convoy.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.Sha256;
import org.convoy.data.DataException;
import org.convoy.data.fetch.Downloader.DownloadListener;
import org.convoy.data.fetch.Downloader.RetryPolicy;
import org.convoy.data.fetch.PublishedDataset.PublishedFile;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDatasetFetcher {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  private final Configuration hadoop = new Configuration();
  private final DatasetFetcher fetcher =
      new DatasetFetcher(
          new RetryPolicy(1, Duration.ZERO, Duration.ofSeconds(30)), new DownloadListener() {});

  @TempDir private Path folder;

  private FileServer server;
  private PublishedDataset dataset;

  @BeforeEach
  void startServer() throws IOException {
    server = new FileServer(CONTENT);
    String sha256 = Sha256.hex(CONTENT);
    dataset =
        new PublishedDataset(
            "small",
            "idx",
            List.of(URI.create("http://127.0.0.1:9/nobody/")),
            List.of(new PublishedFile("one", sha256), new PublishedFile("two", sha256)));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void fetchesAllFilesFromAnotherAddress() {
    String address = server.address("good").toString();
    fetcher.fetch(
        dataset.from(address.substring(0, address.length() - 1)),
        hadoop,
        folder.resolve("new/data").toString());

    assertThat(folder.resolve("new/data/one")).hasBinaryContent(CONTENT);
    assertThat(folder.resolve("new/data/two")).hasBinaryContent(CONTENT);
  }

  @Test
  void fetchesToOtherFileSystems() throws IOException {
    // The viewed file system is not the local one, though it stores files there.
    hadoop.set("fs.viewfs.mounttable.data.link./stored", folder.toUri().toString());
    String target = "viewfs://data/stored/new";
    PublishedDataset here = dataset.from(server.address("good").toString());

    fetcher.fetch(here, hadoop, target);
    fetcher.fetch(here, hadoop, target);

    assertThat(folder.resolve("new/one")).hasBinaryContent(CONTENT);
    assertThat(folder.resolve("new")).isDirectoryNotContaining("glob:**.part");
    assertThat(server.requests()).hasSize(2);

    Files.writeString(folder.resolve("new/two"), "mine");
    Files.deleteIfExists(folder.resolve("new/.two.crc"));
    assertThatThrownBy(() -> fetcher.fetch(here, hadoop, target))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Another file of this name is there");
  }

  @Test
  void knowsPublishedDataSets() {
    assertThat(PublishedDataset.all())
        .extracting(PublishedDataset::name)
        .containsExactly("mnist", "fashion-mnist", "cifar10", "cifar100");
    assertThat(PublishedDataset.named("Fashion_MNIST")).contains(PublishedDataset.FASHION_MNIST);
    assertThat(PublishedDataset.named("CIFAR-10")).contains(PublishedDataset.CIFAR10);
    assertThat(PublishedDataset.named("imagenet")).isEmpty();
    assertThat(PublishedDataset.all())
        .allMatch(each -> DatasetSource.parse(hadoop, each.kind() + ":x").path().equals("x"));
  }

  @Test
  void fetchesWhatTheReadersFind() throws IOException {
    for (PublishedDataset each : PublishedDataset.all()) {
      Path place = Files.createDirectory(folder.resolve(each.name()));

      for (PublishedFile file : each.files()) {
        Files.createFile(place.resolve(file.name()));
      }

      assertThat(DatasetKind.detect(hadoop, place.toString()).specName()).isEqualTo(each.kind());
    }
  }

  @Test
  void refusesWhatIsNoChecksumOrFolder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PublishedFile("one", "123"))
        .withMessage("sha256 of one must be 8 to 64 hexadecimal digits, not \"123\"");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new PublishedDataset("a", "idx", List.of(URI.create("http://a/b")), List.of()))
        .withMessage("mirrors must end with a slash: [http://a/b]");
  }
}
