package org.convoy.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.convoy.cli.console.Bar;
import org.convoy.cli.console.Console;
import org.convoy.cli.console.TerminalText;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.SparkEnvironment;
import org.convoy.data.fetch.DatasetFetcher;
import org.convoy.data.fetch.Downloader.DownloadListener;
import org.convoy.data.fetch.Downloader.RetryPolicy;
import org.convoy.data.fetch.PublishedDataset;
import org.convoy.data.fetch.PublishedDataset.PublishedFile;
import org.convoy.run.file.StorageException;
import org.convoy.zoo.PublishedWeights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy fetch}: downloads a published data set, or the weights of a network. */
@Command(
    name = "fetch",
    description =
        "Downloads a published data set, or the weights that torchvision publishes for a network,"
            + " and checks it; what is there already is kept, a download that broke off is"
            + " continued.",
    mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {
  private static final String WEIGHTS = "weights";

  @Mixin private Console console;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description =
          "mnist, fashion-mnist, cifar10 or cifar100; or a network, such as resnet18, which"
              + " \"convoy models\" gives torchvision's accuracy of")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      description =
          "where to, on any Hadoop file system (default: data/NAME, weights for networks)")
  private String folder;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "an address that serves the files, in place of the known ones")
  private String from;

  @Override
  public Integer call() {
    Optional<PublishedWeights> weights = PublishedWeights.of(name);
    PublishedDataset files = from(weights.map(FetchCommand::files).orElseGet(this::dataset));
    String target = folder == null ? defaultFolder(files) : folder;
    fetch(files, target);
    String ready =
        weights.isPresent() ? target + "/" + weights.get().file() : files.kind() + ":" + target;
    console.println("Ready: " + ready);
    weights.ifPresent(found -> tellOfUse(found, ready));
    console.result(new Result(files.name(), ready));
    return ExitCode.DONE.number();
  }

  private static PublishedDataset files(PublishedWeights weights) {
    return new PublishedDataset(
        weights.network(),
        WEIGHTS,
        List.of(PublishedWeights.ADDRESS),
        List.of(new PublishedFile(weights.file(), weights.checksum())));
  }

  private static String defaultFolder(PublishedDataset files) {
    return files.kind().equals(WEIGHTS) ? WEIGHTS : "data/" + files.name();
  }

  private void tellOfUse(PublishedWeights weights, String file) {
    console.printf(
        "Next   convoy train conf/finetune.conf data.path=PHOTOS model.name=%s"
            + " model.pretrained=%s%n",
        weights.network(), file);
  }

  private void fetch(PublishedDataset dataset, String target) {
    try {
      new DatasetFetcher(RetryPolicy.DEFAULT, new ProgressLines(console))
          .fetch(dataset, SparkEnvironment.hadoopConfiguration(), target);
    } catch (UncheckedIOException e) {
      throw new StorageException(e.getMessage(), e);
    }
  }

  private PublishedDataset dataset() {
    return PublishedDataset.named(name)
        .orElseThrow(
            () ->
                console.usageError(
                    "Unknown data set \"%s\", known are %s; and no network that torchvision"
                            .formatted(
                                name,
                                PublishedDataset.all().stream()
                                    .map(PublishedDataset::name)
                                    .collect(Collectors.joining(", ")))
                        + " publishes weights of, which \"convoy models\" lists"));
  }

  private PublishedDataset from(PublishedDataset files) {
    return from == null ? files : files.from(checkedAddress());
  }

  private String checkedAddress() {
    try {
      URI address = new URI(from);
      if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
        return from;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }

    throw console.usageError("--from needs an http or https address, not \"%s\"".formatted(from));
  }

  /** The JSON result. */
  record Result(String name, String data) {}

  /**
   * A line for each event; of the progress a bar on a terminal, elsewhere one every few seconds.
   */
  private static final class ProgressLines implements DownloadListener {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration BAR_INTERVAL = Duration.ofMillis(200);
    private static final double MEGABYTE = 1e6;

    private final PrintWriter output;
    private final Optional<Bar> bar;
    private long startNanos = System.nanoTime();
    private long shownNanos = startNanos;
    private long startBytes;

    private ProgressLines(Console console) {
      this.output = console.output();
      this.bar = console.bar();
    }

    @Override
    public void alreadyThere(String file) {
      println("%s: there already, checksum right", file);
    }

    @Override
    public void started(URI address, long from) {
      if (from > 0) {
        println("%s: continuing after %.1f MB", address, from / MEGABYTE);
      } else {
        println("%s", address);
      }

      startNanos = System.nanoTime();
      startBytes = from;
      shownNanos = startNanos;
    }

    @Override
    public void progressed(String file, long bytes, long total) {
      Duration interval = bar.isPresent() ? BAR_INTERVAL : INTERVAL;
      if (System.nanoTime() - shownNanos < interval.toNanos()) {
        return;
      }

      shownNanos = System.nanoTime();
      if (total > 0 && bar.isPresent()) {
        draw(file, bytes, total);
      } else if (total > 0) {
        println(
            "%s: %.1f of %.1f MB, %d%%",
            file, bytes / MEGABYTE, total / MEGABYTE, 100 * bytes / total);
      } else {
        println("%s: %.1f MB", file, bytes / MEGABYTE);
      }
    }

    private void draw(String file, long bytes, long total) {
      double speed = (bytes - startBytes) / ((shownNanos - startNanos) / 1e9);
      List<String> facts =
          List.of(
              String.format(Locale.ROOT, "  %.1f MB/s", speed / MEGABYTE),
              "  %s left"
                  .formatted(Bar.time(Duration.ofMillis((long) (1000 * (total - bytes) / speed)))));
      bar.orElseThrow().draw(TerminalText.line(file) + " ", bytes, total, facts, 1, 0);
    }

    @Override
    public void failed(URI address, String reason) {
      println("%s: failed, %s", address, reason);
    }

    @Override
    public void pausing(Duration pause) {
      println("Trying again in %.1f s", pause.toMillis() / 1e3);
    }

    @Override
    public void finished(String file, long bytes) {
      println("%s: %.1f MB, checksum right", file, bytes / MEGABYTE);
    }

    private void println(String format, Object... arguments) {
      bar.ifPresent(Bar::clear);
      output.println(TerminalText.format(format, arguments));
      output.flush();
    }
  }
}
