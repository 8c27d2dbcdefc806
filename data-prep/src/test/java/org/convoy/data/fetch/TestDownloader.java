package org.convoy.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.convoy.common.Sha256;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.fetch.Downloader.DownloadListener;
import org.convoy.data.fetch.Downloader.RetryPolicy;
import org.convoy.data.fetch.PublishedDataset.PublishedFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDownloader {
  private static final byte[] CONTENT = new byte[300_000];
  private static final RetryPolicy POLICY =
      new RetryPolicy(10, Duration.ofMillis(1), Duration.ofSeconds(30));

  private final List<String> events = new ArrayList<>();

  @TempDir private Path folder;

  private FileServer server;
  private PublishedFile file;

  @BeforeEach
  void startServer() throws IOException {
    new Random(1).nextBytes(CONTENT);
    server = new FileServer(CONTENT);
    file = new PublishedFile("file", Sha256.hex(CONTENT));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void downloadsAFile() throws IOException {
    Path target = download("good");

    assertThat(target).isEqualTo(folder.resolve("sub/file")).hasBinaryContent(CONTENT);
    assertThat(events).startsWith("started 0").endsWith("300000 of 300000", "finished");
    assertOnlyTheFile();
  }

  @Test
  void takesAFileOfWhichTheFirstDigitsAloneArePublished() throws IOException {
    file = new PublishedFile("file", Sha256.hex(CONTENT).substring(0, 8));
    assertThat(download("good")).hasBinaryContent(CONTENT);
    download("missing");

    assertThat(events).endsWith("there");
  }

  @Test
  void keepsWhatIsThere() throws IOException {
    download("good");
    events.clear();
    download("missing");

    assertThat(events).containsExactly("there");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void followsRedirects() throws IOException {
    assertThat(download("moved")).hasBinaryContent(CONTENT);
  }

  @Test
  void continuesBrokenTransfers() throws IOException {
    assertThat(download("broken")).hasBinaryContent(CONTENT);
    assertThat(server.requests())
        .hasSizeGreaterThanOrEqualTo(3)
        .containsExactlyElementsOf(requestsOfStarts("/broken/file"));
    assertThat(events).contains("pausing");
    assertOnlyTheFile();
  }

  @Test
  void continuesWhatAnEarlierDownloadLeft() throws IOException {
    writePart(Arrays.copyOf(CONTENT, 250_000));

    assertThat(download("good")).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("/good/file bytes=250000-");
  }

  @Test
  void acceptsAPartThatIsWhole() throws IOException {
    writePart(CONTENT);

    assertThat(download("good")).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("/good/file bytes=300000-");
  }

  @Test
  void startsOverWhenThePartBelongsToAnotherFile() throws IOException {
    for (int length : new int[] {5, 300_000, 400_000}) {
      Files.deleteIfExists(folder.resolve("sub/file"));
      writePart(new byte[length]);

      assertThat(download("good")).hasBinaryContent(CONTENT);
    }
  }

  @Test
  void startsOverWhenTheServerCannotContinue() throws IOException {
    writePart(Arrays.copyOf(CONTENT, 250_000));

    assertThat(download("plain")).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("/plain/file bytes=250000-");
    assertThat(events).startsWith("started 0");
  }

  @Test
  void triesABusyServerAgain() throws IOException {
    assertThat(download("busy")).hasBinaryContent(CONTENT);
    assertThat(events)
        .startsWith("failed status 503", "pausing", "failed status 503", "pausing", "started 0");
  }

  @Test
  void takesTheNextMirror() throws IOException {
    assertThat(download("missing", "wrong", "good")).hasBinaryContent(CONTENT);
    assertThat(server.requests()).containsExactly("/missing/file", "/wrong/file", "/good/file");
    assertThat(events).contains("failed status 404").doesNotContain("pausing");
    assertOnlyTheFile();
  }

  @Test
  void refusesAnotherFile() {
    String other =
        "01d448afd928065458cf670b60f5a594d735af0172c8d67f22a81680132681ca"; // of 10 zeros

    assertDownloadFails("wrong")
        .hasMessage(
            "file: expected the file with SHA-256 %s from one of its addresses, found %sfile:"
                    .formatted(file.sha256(), server.address("wrong"))
                + " another file, with SHA-256 %s. Name another address with --from, or copy the"
                    .formatted(other)
                + " file into the folder yourself.");
    assertThat(server.requests()).hasSize(1);
    assertThat(folder.resolve("sub")).isEmptyDirectory();
  }

  @Test
  void givesUpWhereThereIsNoFile() {
    assertDownloadFails("missing").hasMessageContaining("/missing/file: status 404. Name");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void givesUpAfterSomeRounds() throws IOException {
    Downloader once = downloader(new RetryPolicy(1, Duration.ZERO, Duration.ofSeconds(30)));

    assertThatThrownBy(() -> once.download(file, addresses("busy"), folder))
        .isInstanceOf(DataAwayException.class)
        .hasMessage(
            "file cannot be fetched: %sfile: status 503. Check the network and try again, which"
                + " continues where this broke off; name another address with --from; or copy the"
                + " file into the folder yourself.",
            server.address("busy"));
    assertThatThrownBy(() -> once.download(file, addresses("broken"), folder))
        .isInstanceOf(DataAwayException.class)
        .hasMessageContaining("/broken/file: ");
    assertThat(Files.readAllBytes(folder.resolve("file.part")))
        .hasSizeBetween(1, 100_000)
        .satisfies(part -> assertThat(part).isEqualTo(Arrays.copyOf(CONTENT, part.length)));
    assertThat(folder.resolve("file")).doesNotExist();
  }

  @Test
  void givesUpOnAServerThatFallsSilent() {
    Downloader impatient = downloader(new RetryPolicy(1, Duration.ZERO, Duration.ofSeconds(2)));

    assertThatThrownBy(() -> impatient.download(file, addresses("silent"), folder))
        .isInstanceOf(DataAwayException.class)
        .hasMessageContaining("/silent/file: ");
    assertThat(folder.resolve("file.part")).hasBinaryContent(Arrays.copyOf(CONTENT, 100));
  }

  @Test
  void givesUpWhereNobodyListens() {
    URI closed = server.address("good");
    server.close();

    assertThatThrownBy(() -> downloader(POLICY).download(file, List.of(closed), folder))
        .isInstanceOf(DataAwayException.class)
        .hasMessageContaining(closed + "file: ");
    assertThat(events).filteredOn("pausing"::equals).hasSize(9);
  }

  @Test
  void leavesAnotherFileOfTheNameAlone() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    Files.writeString(folder.resolve("sub/file"), "mine");

    assertDownloadFails("good")
        .hasMessageStartingWith(folder.resolve("sub/file") + ": expected SHA-256 " + file.sha256())
        .hasMessageEndingWith(
            "Another file of this name is there: move it away, or fetch to another folder.");
    assertThat(folder.resolve("sub/file")).hasContent("mine");
  }

  @Test
  void doesNotTakeAFullDiskForTheServersFailure() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("sub/file.part"), Path.of("/dev/full"));

    assertThatThrownBy(() -> download("good"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "%s cannot be written: No space left on device. Check the folder, its permissions and"
                + " the free space, or fetch to another folder.",
            folder.resolve("sub/file"));
    assertThat(server.requests()).containsExactly("/good/file");
    assertThat(events).containsExactly("started 0");
  }

  /**
   * What the server must have been asked: from each byte at which the client says it started. The
   * client may lose the last bytes before a connection breaks, so these bytes are not round.
   */
  private List<String> requestsOfStarts(String path) {
    return events.stream()
        .filter(event -> event.startsWith("started "))
        .map(event -> Long.parseLong(event.substring("started ".length())))
        .map(from -> from == 0 ? path : path + " bytes=" + from + "-")
        .toList();
  }

  private Path download(String... behaviours) {
    return downloader(POLICY).download(file, addresses(behaviours), folder.resolve("sub"));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertDownloadFails(String behaviour) {
    return assertThatThrownBy(() -> download(behaviour)).isInstanceOf(DataException.class);
  }

  private Downloader downloader(RetryPolicy policy) {
    return new Downloader(policy, new Events());
  }

  private List<URI> addresses(String... behaviours) {
    return Stream.of(behaviours).map(server::address).toList();
  }

  private void writePart(byte[] content) throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    Files.write(folder.resolve("sub/file.part"), content);
  }

  private void assertOnlyTheFile() {
    assertThat(folder.resolve("sub")).isDirectoryNotContaining("glob:**.part");
  }

  /** Writes down what is heard. */
  private final class Events implements DownloadListener {
    @Override
    public void alreadyThere(String name) {
      events.add("there");
    }

    @Override
    public void started(URI address, long from) {
      events.add("started " + from);
    }

    @Override
    public void progressed(String name, long bytes, long total) {
      events.add(bytes + " of " + total);
    }

    @Override
    public void failed(URI address, String reason) {
      events.add("failed " + reason);
    }

    @Override
    public void pausing(Duration pause) {
      events.add("pausing");
    }

    @Override
    public void finished(String name, long bytes) {
      events.add("finished");
    }
  }
}
