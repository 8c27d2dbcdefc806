package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.convoy.command.Command.Finished;
import org.convoy.command.Command.Running;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code convoy prepare} and {@code convoy stats} as processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestPrepareCommand {
  @TempDir private static Path folder;
  private Command command;
  private Finished reference;

  @BeforeAll
  void prepareTheReference() throws Exception {
    SmallDataset.write(folder.resolve("data"), 20_000, 3000);
    command = new Command(folder);
    reference = prepare("data", "reference");
  }

  private Finished prepare(String source, String destination, String... more) throws Exception {
    return startPreparing(source, destination, more).await();
  }

  private Running startPreparing(String source, String destination, String... more)
      throws IOException {
    String[] fixed = {"prepare", source, destination, "--master", "local[2]", "--json"};
    return command.start(
        Map.of(), Stream.of(fixed, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private Finished stats(String data, String... more) throws Exception {
    String[] fixed = {"stats", data, "--master", "local[2]", "--json"};
    return command.run(Stream.of(fixed, more).flatMap(Stream::of).toArray(String[]::new));
  }

  @Test
  void reportsWhatItPrepared() {
    assertThat(reference.exitCode()).as(reference.error()).isZero();
    assertThat(reference.json().fieldNames())
        .toIterable()
        .containsExactly(
            "folder", "samples", "rejected", "shards", "bytes", "imagesPerSecond", "splits");
    assertThat(reference.json().get("samples").asInt()).isEqualTo(23_000);
    assertThat(reference.json().get("rejected").asInt()).isZero();
    assertThat(reference.output())
        .contains("train   20000 images in 16 shards, 0 rejected, mean [");
  }

  @Test
  void writesAManifestThatNamesEveryShard() throws Exception {
    JsonNode manifest =
        new ObjectMapper().readTree(folder.resolve("reference/manifest.json").toFile());
    Map<String, String> named = new TreeMap<>();
    manifest
        .get("splits")
        .forEach(
            split ->
                split
                    .get("shards")
                    .forEach(
                        shard ->
                            named.put(shard.get("file").asText(), shard.get("sha256").asText())));

    assertThat(named).isEqualTo(shards("reference"));
    assertThat(manifest.at("/splits/train/sizes/minHeight").asInt()).isEqualTo(28);
    assertThat(folder.resolve("reference/_temporary")).doesNotExist();
  }

  @Test
  void saysThatAFolderIsFinishedAndRefusesOtherOptions() throws Exception {
    Finished again = prepare("data", "reference");
    Finished other = prepare("data", "reference", "--decode");

    assertThat(again.exitCode()).as(again.error()).isZero();
    assertThat(again.output()).contains("Already finished; nothing to do.");
    assertThat(again.json().get("splits")).isEqualTo(reference.json().get("splits"));
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.error()).contains("--format: keep, now pnm").doesNotContain("\tat ");
  }

  @Test
  void whatIsLoggedHasNoPasswordAndForgesNoLine() throws Exception {
    Finished away =
        prepare("data", "webhdfs://u:hush-hush@127.0.0.1:1/a%0Ab", "--retry-minutes", "0.03");

    assertThat(away.exitCode()).as(away.error()).isEqualTo(75);
    assertThat(away.error())
        .contains("FileAccess: folder webhdfs://u:***@127.0.0.1:1/a", "trying again in 1 s")
        .doesNotContain("hush-hush", "\tat ");

    String forged = "a\n12:00:00 INFO Main: \u001b[2J";
    Path owner = Files.createDirectories(folder.resolve(forged)).resolve("running.json");
    Files.writeString(owner, "{\"id\":\"x\",\"host\":\"elsewhere\",\"pid\":7}");
    Running waiting = startPreparing("data", forged);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> Files.readString(waiting.error().toPath()).contains("waiting"));
    waiting.process().destroy();

    assertThat(waiting.await().error())
        .contains("\n  12:00:00 INFO Main: ?[2J was left by process 7 on elsewhere");
  }

  @Test
  void shufflesWithASeedOrWithout() throws Exception {
    Finished first =
        command.run("prepare", "--shuffle", "data", "shuffled", "--master", "local[2]", "--json");
    Finished same = prepare("data", "same", "--shuffle", "0", "--split", "train,test");
    Finished other = prepare("data", "other", "--shuffle=7");

    assertThat(first.exitCode()).as(first.error()).isZero();
    assertThat(same.exitCode()).as(same.error()).isZero();
    assertThat(other.exitCode()).as(other.error()).isZero();
    assertThat(first.json().get("samples")).isEqualTo(reference.json().get("samples"));
    assertThat(first.json().at("/splits/train/mean"))
        .isEqualTo(reference.json().at("/splits/train/mean"));
    assertThat(shards("same")).isEqualTo(shards("shuffled"));
    assertThat(shards("other").values()).doesNotContainAnyElementsOf(shards("shuffled").values());
    assertThat(shards("shuffled").values())
        .doesNotContainAnyElementsOf(shards("reference").values());
  }

  @Test
  void measuresShardsAsTheirSource() throws Exception {
    Finished ofSource = stats("data");
    Finished ofShards = stats("reference");

    assertThat(ofSource.exitCode()).as(ofSource.error()).isZero();
    assertThat(ofShards.exitCode()).as(ofShards.error()).isZero();
    assertThat(ofShards.json()).isEqualTo(ofSource.json());
    assertThat(ofSource.json().fieldNames())
        .toIterable()
        .containsExactly("samples", "rejected", "classes", "mean", "std", "sizes");
    assertThat(ofSource.json().get("mean"))
        .isEqualTo(reference.json().at("/splits/train/mean"))
        .hasSize(1);
    assertThat(stats("data", "--split", "test").json().get("samples").asInt()).isEqualTo(3000);
  }

  @Test
  void continuesToTheSameShardsAfterSigkill() throws Exception {
    Running killed = startPreparing("data", "killed");
    Path summaries = folder.resolve("killed/_temporary/summaries");
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Files.isDirectory(summaries) && !isEmpty(summaries));
    killed.process().destroyForcibly();
    assertThat(killed.await().exitCode()).isEqualTo(128 + 9);
    assertThat(folder.resolve("killed/manifest.json")).doesNotExist();

    Finished continued = prepare("data", "killed");

    assertThat(continued.exitCode()).as(continued.error()).isZero();
    assertThat(continued.error()).containsPattern("Continuing after \\d+ of 23000 images");
    assertThat(shards("killed")).isEqualTo(shards("reference"));
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.noneMatch(file -> file.toString().endsWith(".json"));
    }
  }

  @Test
  void namesBadImagesAndLeavesThemOutOnRequest() throws Exception {
    for (String name : List.of("train/a/1.png", "train/b/1.png", "test/a/1.png", "test/b/1.png")) {
      Path file = folder.resolve("pictures").resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(new BufferedImage(9, 8, BufferedImage.TYPE_3BYTE_BGR), "png", file.toFile());
    }

    Files.writeString(folder.resolve("pictures/train/a/bad.jpg"), "no image");

    Finished refused = prepare("pictures", "shards");
    Finished measured = stats("pictures");
    Finished prepared = prepare("pictures", "shards", "--max-bad", "20%");

    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.error())
        .contains("at most 0 bad images, found 1 of 5", "train train/a/bad.jpg: ", "--max-bad")
        .doesNotContain("\tat ");
    assertThat(measured.exitCode()).as(measured.error()).isZero();
    assertThat(measured.json().get("rejected").asInt()).isOne();
    assertThat(measured.json().at("/classes/a").asInt()).isOne();
    assertThat(measured.error()).contains("train/a/bad.jpg: ");
    assertThat(prepared.exitCode()).as(prepared.error()).isZero();
    assertThat(prepared.json().get("samples").asInt()).isEqualTo(4);
    assertThat(folder.resolve("shards/rejected.jsonl")).content().contains("train/a/bad.jpg");
  }

  @Test
  void refusesWrongOptions() throws Exception {
    Finished both = prepare("data", "none", "--decode", "--format", "jpeg");
    Finished size = prepare("data", "none", "--shard-size", "big");
    Finished bad = prepare("data", "none", "--max-bad", "some");
    Finished missing = prepare("no-such-data", "none");

    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.error()).contains("give --format jpeg, --format png or --decode");
    assertThat(size.exitCode()).isEqualTo(2);
    assertThat(size.error()).contains("'big' is no size; write for example 128MB or 1GB");
    assertThat(bad.exitCode()).isEqualTo(2);
    assertThat(bad.error()).contains("--max-bad: a number such as 20 or a percentage");
    assertThat(missing.exitCode()).isEqualTo(4);
    assertThat(missing.error()).contains("no-such-data: expected ").doesNotContain("\tat ");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private static Map<String, String> shards(String name) throws Exception {
    Map<String, String> shards = new TreeMap<>();
    Path root = folder.resolve(name);

    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        shards.put(root.relativize(file).toString(), HexFormat.of().formatHex(hash));
      }
    }

    assertThat(shards).isNotEmpty();
    return shards;
  }
}
