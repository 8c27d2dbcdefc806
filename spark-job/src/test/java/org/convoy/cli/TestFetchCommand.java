package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.convoy.cli.process.ExitCode;
import org.convoy.train.stop.StopRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the command does; the downloads themselves are tested in data-prep. */
final class TestFetchCommand {
  private final StringWriter output = new StringWriter();
  private final StringWriter error = new StringWriter();

  @TempDir private Path folder;

  private HttpServer server;

  @BeforeEach
  void serveOtherFiles() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/other/",
        exchange -> {
          exchange.sendResponseHeaders(200, 3);
          exchange.getResponseBody().write(new byte[3]);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void saysWhenAServerGivesAnotherFile() {
    assertThat(fetch("cifar10", folder.toString(), "--from", address("other")))
        .isEqualTo(ExitCode.DATA.number());
    assertThat(output.toString())
        .contains(address("other") + "/cifar-10-binary.tar.gz: failed, another file, with SHA-256")
        .doesNotContain("Ready");
    assertThat(error.toString())
        .startsWith("convoy: cifar-10-binary.tar.gz: expected the file with SHA-256 c4a38c50")
        .contains("Name another address with --from");
    assertThat(folder).isEmptyDirectory();
  }

  /** By the first eight digits, which are in its name. */
  @Test
  void weightsOfANetworkAreCheckedByTheirName() {
    assertThat(fetch("resnet18", folder.toString(), "--from", address("other")))
        .isEqualTo(ExitCode.DATA.number());
    assertThat(error.toString())
        .startsWith(
            "convoy: resnet18-f37072fd.pth: expected the file with SHA-256 f37072fd from one of its"
                + " addresses, found ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void leavesAnotherFileOfTheWeightsNameAlone() throws IOException {
    Path file = Files.createFile(folder.resolve("resnet18-f37072fd.pth"));
    assertThat(fetch("resnet18", folder.toString())).isEqualTo(ExitCode.DATA.number());
    assertThat(error.toString())
        .contains(
            "expected SHA-256 f37072fd, found e3b0c442", "Another file of this name is there");
    assertThat(file).exists();
  }

  @Test
  void saysWhenTheDiskIsFull() throws IOException {
    Path part = folder.resolve("cifar-10-binary.tar.gz.part");
    Files.createSymbolicLink(part, Path.of("/dev/full"));

    assertThat(fetch("cifar10", folder.toString(), "--from", address("other")))
        .isEqualTo(ExitCode.STORAGE.number());
    assertThat(error.toString())
        .isEqualTo(
            "convoy: %s/cifar-10-binary.tar.gz cannot be written: No space left on device. Check the folder, its permissions and the free space, or fetch to another folder.%n"
                .formatted(folder));
  }

  @Test
  void saysWhenThereIsNoFile() {
    assertThat(fetch("mnist", folder.toString(), "--from", address("nothing")))
        .isEqualTo(ExitCode.DATA.number());
    assertThat(error.toString()).contains("train-images-idx3-ubyte.gz: status 404");
  }

  @Test
  void refusesUnknownNamesAndAddresses() {
    assertThat(fetch("imagenet")).isEqualTo(ExitCode.USAGE.number());
    assertThat(error.toString())
        .contains(
            "Unknown data set \"imagenet\", known are mnist, fashion-mnist, cifar10, cifar100; and"
                + " no network that torchvision publishes weights of, which \"convoy models\""
                + " lists");

    assertThat(fetch("mnist", "--from", "ftp://mirror/")).isEqualTo(ExitCode.USAGE.number());
    assertThat(error.toString())
        .contains("--from needs an http or https address, not \"ftp://mirror/\"");
  }

  private String address(String path) {
    return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
  }

  private int fetch(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "fetch";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.commandLine(new StopRequest())
        .setOut(new PrintWriter(output, true))
        .setErr(new PrintWriter(error, true))
        .execute(all);
  }
}
