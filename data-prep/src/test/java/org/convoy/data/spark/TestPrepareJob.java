package org.convoy.data.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.api.java.JavaSparkContext;
import org.convoy.common.Sha256;
import org.convoy.data.DataException;
import org.convoy.data.DataIdentity;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.StoredImage;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.idx.IdxBytes;
import org.convoy.data.idx.IdxDataset;
import org.convoy.data.parquet.ParquetDataset;
import org.convoy.data.parquet.ParquetRowsFile;
import org.convoy.data.prepare.Manifest;
import org.convoy.data.prepare.MaxBad;
import org.convoy.data.prepare.PrepareException;
import org.convoy.data.prepare.PrepareFolder;
import org.convoy.data.prepare.PrepareOptions;
import org.convoy.data.prepare.PrepareOptions.ShardFormat;
import org.convoy.data.prepare.PrepareOptions.ShardOrder;
import org.convoy.data.prepare.PreparePlan;
import org.convoy.data.prepare.PreparedSplit;
import org.convoy.data.prepare.Shard;
import org.convoy.data.prepare.ShardTask;
import org.convoy.data.prepare.Statistics;
import org.convoy.data.source.DatasetSource;
import org.convoy.data.split.SplitDataset;
import org.convoy.data.split.StratifiedSplit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPrepareJob {
  private static final int SAMPLES = 60;
  private static final List<Split> SPLITS = List.of(Split.TRAIN, Split.TEST);
  private static final ImageDecoder DECODER = ImageDecoder.of(ColorMode.RGB);

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  private final Configuration hadoop = new Configuration();
  private String source;

  @BeforeEach
  void writeImages() throws IOException {
    source = folder.resolve("source").toString();
    SplittableRandom random = new SplittableRandom(7);

    for (int i = 0; i < SAMPLES; i++) {
      String split = i % 3 == 0 ? "test" : "train";
      String format = i % 2 == 0 ? "png" : "jpg";
      Path file = Path.of(source, split, "class-" + i % 4, "%03d.%s".formatted(i, format));
      Files.createDirectories(file.getParent());
      ImageIO.write(picture(random, 20 + i, 30), format, file.toFile());
    }
  }

  private static BufferedImage picture(SplittableRandom random, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    int base = random.nextInt(200);

    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = base + random.nextInt(56);
        image.setRGB(x, y, red << 16 | (base + y) << 8 | (base + x / 2));
      }
    }

    return image;
  }

  @Test
  void keepsEveryByteOfTheFiles() {
    Manifest manifest = prepare(options(ShardFormat.KEEP), "out");

    for (Split split : SPLITS) {
      ImageDataset expected = open(source, split);
      ImageDataset prepared = open("out", split);

      assertThat(samples(prepared)).isEqualTo(samples(expected));
      assertThat(prepared.classes()).isEqualTo(expected.classes());
      assertThat(prepared.fingerprint(hadoop)).isEqualTo(expected.fingerprint(hadoop));
    }

    PreparedSplit train = manifest.splits().get("train");
    assertThat(train.samples()).isEqualTo(40);
    assertThat(train.rejected()).isZero();
    assertThat(train.source().samples()).isEqualTo(40);
    assertThat(train.classCounts()).containsOnlyKeys("class-0", "class-1", "class-2", "class-3");
    assertThat(train.shards()).hasSizeGreaterThan(2);
    assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**_temporary");
    assertThat(folder.resolve("out/rejected.jsonl")).isEmptyFile();
  }

  @Test
  void contentIsTheSameHoweverItIsRead() {
    ContentJob job = new ContentJob(SPARK.context());

    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      ImageDataset data = open(source, split);
      assertThat(data.fingerprint(job)).isEqualTo(data.fingerprint(hadoop));
    }

    ImageDataset whole = open(source, Split.TRAIN);
    SplitDataset parts = new StratifiedSplit(0.25, 3).divide(hadoop, whole);
    assertThat(parts.train().fingerprint(job)).isEqualTo(parts.train().fingerprint(hadoop));
  }

  @Test
  void shardsAreRecognisedByTheirManifest() throws IOException {
    prepare(options(ShardFormat.KEEP), "out");
    DataIdentity before = open("out", Split.TRAIN).identity(hadoop);
    Path first =
        shards(folder.resolve("out")).keySet().stream()
            .filter(name -> name.startsWith("train/"))
            .map(folder.resolve("out")::resolve)
            .findFirst()
            .orElseThrow();
    byte[] content = Files.readAllBytes(first);
    Files.setLastModifiedTime(first, FileTime.fromMillis(1_700_000_000_000L));
    DataIdentity touched = open("out", Split.TRAIN).identity(hadoop);
    ContentJob job = new ContentJob(SPARK.context());

    assertThat(before.shards()).isPresent();
    assertThat(before.match(touched)).isEqualTo(DataIdentity.Match.BY_CONTENT);
    assertThatCode(() -> open("out", Split.TRAIN).verifyShards(job)).doesNotThrowAnyException();
    assertThat(before.match(touched.withVerifiedShards())).isEqualTo(DataIdentity.Match.SAME);

    // Hadoop's own sum beside a local file would tell it first.
    Files.delete(first.resolveSibling("." + first.getFileName() + ".crc"));
    content[content.length / 3] ^= 1;
    Files.write(first, content);
    assertThatThrownBy(() -> open("out", Split.TRAIN).verifyShards(job))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected SHA-256 ")
        .hasMessageContaining("as the folder's manifest says");

    Files.delete(first);
    assertThatThrownBy(() -> open("out", Split.TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found nothing. Copy or prepare the folder again");
  }

  @Test
  void aFinishedFolderIsRecognisedWithoutReadingTheSource() {
    prepare(options(ShardFormat.KEEP), "out");
    Map<Split, DataIdentity> sources =
        Map.of(Split.TRAIN, open(source, Split.TRAIN).identity(hadoop));

    assertThat(folderAt("out").knownFingerprints(sources))
        .containsEntry(Split.TRAIN, open(source, Split.TRAIN).fingerprint(hadoop));
    assertThat(folderAt("elsewhere").knownFingerprints(sources)).isEmpty();
  }

  @Test
  void measuresWhatStatisticsMeasure() {
    PreparedSplit prepared = prepare(options(ShardFormat.KEEP), "out").splits().get("train");
    Statistics ofSource =
        StatisticsJob.run(
            SPARK.context(), open(source, Split.TRAIN), Split.TRAIN, DecodeOptions.DEFAULT);
    Statistics ofShards =
        StatisticsJob.run(
            SPARK.context(), open("out", Split.TRAIN), Split.TRAIN, DecodeOptions.DEFAULT);

    assertThat(ofShards).isEqualTo(ofSource);
    assertThat(prepared.mean()).isEqualTo(ofSource.sums().mean());
    assertThat(prepared.std()).isEqualTo(ofSource.sums().standardDeviation());
    assertThat(prepared.sizes()).isEqualTo(ofSource.sizes());
    assertThat(prepared.mean().get(0)).isEqualTo(meanOfRed(samples(open(source, Split.TRAIN))));
  }

  private static double meanOfRed(List<Sample> samples) {
    long sum = 0;
    long count = 0;

    for (Sample sample : samples) {
      byte[] pixels = DECODER.decode(((EncodedImage) sample.image()).content()).pixels();

      for (int i = 0; i < pixels.length; i += 3) {
        sum += Byte.toUnsignedInt(pixels[i]);
        count++;
      }
    }

    return (double) sum / count / 255;
  }

  @Test
  void writesTheSameShardsHoweverTheWorkIsSpread() throws IOException {
    Map<String, String> shards = shards(prepareAlone(options(ShardFormat.PNG), "one"));

    assertThat(shards(prepareWith(options(ShardFormat.PNG), "two"))).isEqualTo(shards);
  }

  @Test
  void shufflesTheSameWayHoweverTheWorkIsSpread() throws IOException {
    PrepareOptions shuffled = options(ShardFormat.KEEP).withOrder(ShardOrder.shuffled(7));
    Manifest manifest = prepare(shuffled, "one");
    Map<String, String> shards = shards(folder.resolve("one"));

    assertThat(manifest.options()).containsEntry("shuffle", "7");
    assertThat(manifest.ids()).contains("in an order drawn from the seed of --shuffle");
    assertThat(shards(prepareWith(shuffled, "again"))).isEqualTo(shards);
    assertThat(shards(prepareByOneTaskAtATime(shuffled, "slowly"))).isEqualTo(shards);
    assertThat(
            shards(prepareWith(shuffled.withOrder(ShardOrder.shuffled(8)), "otherwise")).values())
        .isNotEqualTo(shards.values());
  }

  private Path prepareByOneTaskAtATime(PrepareOptions options, String name) {
    SPARK.context().stop();
    try (JavaSparkContext one = new JavaSparkContext(LocalSpark.conf().setMaster("local[1]"))) {
      PreparePlan plan = plan(options);
      PrepareFolder out = folderAt(name);
      out.begin(plan);
      out.finish(plan, PrepareJob.run(one, plan, out), MaxBad.NONE);
    }

    SPARK.beforeAll(null);
    return folder.resolve(name);
  }

  @Test
  void shufflingLosesNothingAndMixesClasses() {
    PrepareOptions shuffled = options(ShardFormat.KEEP).withOrder(ShardOrder.shuffled(7));
    PreparedSplit train = prepare(shuffled, "shuffled").splits().get("train");
    PreparedSplit inOrder = prepare(options(ShardFormat.KEEP), "out").splits().get("train");

    for (Split split : SPLITS) {
      List<Sample> before = samples(open(source, split));
      List<Sample> after = samples(open("shuffled", split));
      assertThat(images(after)).containsExactlyInAnyOrderElementsOf(images(before));
      assertThat(images(after)).isNotEqualTo(images(before));
      assertThat(after).isSortedAccordingTo(Comparator.comparingInt(Sample::id));
    }

    assertThat(train.mean()).isEqualTo(inOrder.mean());
    assertThat(train.classCounts()).isEqualTo(inOrder.classCounts());
    assertThat(train.source()).isEqualTo(inOrder.source());
    assertThat(samples(open("shuffled", Split.TRAIN)).stream().limit(20).map(Sample::label))
        .contains(0, 1, 2, 3);
  }

  private static List<StoredImage> images(List<Sample> samples) {
    return samples.stream().map(Sample::image).toList();
  }

  @Test
  void continuesAShuffleAndListsBadImagesByTheirPlaceInTheSource() throws IOException {
    for (String classFolder : List.of("train/class-3", "train/class-0", "test/class-2")) {
      Files.write(firstFile(classFolder), new byte[0]);
    }

    PrepareOptions shuffled = options(ShardFormat.KEEP).withOrder(ShardOrder.shuffled(7));
    PreparePlan plan = plan(shuffled);
    PrepareFolder whole = folderAt("whole");
    whole.begin(plan);
    run(plan, whole, MaxBad.parse("3"));
    PrepareFolder out = folderAt("out");
    out.begin(plan);
    assertThatThrownBy(() -> run(plan, out, MaxBad.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 3 of 60. Repair");
    damage(folder.resolve("out/_temporary/train"));
    Path kept = youngestShard(folder.resolve("out/_temporary/train"));
    Object before = Files.getAttribute(kept, "unix:ino");

    run(plan, out, MaxBad.parse("3"));

    assertThat(shards(folder.resolve("out"))).isEqualTo(shards(folder.resolve("whole")));
    Path now = folder.resolve("out/train").resolve(kept.getFileName());
    assertThat(Files.getAttribute(now, "unix:ino")).isEqualTo(before);
    List<String> lines = Files.readAllLines(folder.resolve("out/rejected.jsonl"));
    assertThat(lines).isEqualTo(Files.readAllLines(folder.resolve("whole/rejected.jsonl")));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("train/class-0/");
    assertThat(lines.get(1)).contains("train/class-3/");
    assertThat(lines.get(2)).contains("test/class-2/");
  }

  @Test
  void refusesAnotherOrder() {
    prepare(options(ShardFormat.KEEP), "out");
    PrepareOptions shuffled = options(ShardFormat.KEEP).withOrder(ShardOrder.shuffled(7));

    assertThatThrownBy(() -> folderAt("out").begin(plan(shuffled)))
        .isInstanceOf(PrepareException.class)
        .hasMessageContaining("--shuffle: none, now 7");
  }

  private Path prepareWith(PrepareOptions options, String name) {
    prepare(options, name);
    return folder.resolve(name);
  }

  /** In one task, shard by shard, without Spark. */
  private Path prepareAlone(PrepareOptions options, String name) {
    PreparePlan plan = plan(options);
    PrepareFolder out = folderAt(name);
    out.begin(plan);
    out.finish(plan, new ShardTask(hadoop, plan, out).run(plan.shards()), MaxBad.NONE);
    return folder.resolve(name);
  }

  @Test
  void decodesLosslesslyToPnm() {
    prepare(options(ShardFormat.PNM), "out");

    List<Sample> before = samples(open(source, Split.TRAIN));
    List<Sample> after = samples(open("out", Split.TRAIN));

    for (int i = 0; i < before.size(); i++) {
      EncodedImage pnm = (EncodedImage) after.get(i).image();
      assertThat(new String(pnm.content(), 0, 2, UTF_8)).isEqualTo("P6");
      assertThat(pnm.name()).endsWith(".ppm");
      assertThat(decode(after.get(i))).isEqualTo(decode(before.get(i)));
    }
  }

  @Test
  void resizesTheShorterSideAndKeepsImagesThatHaveIt() {
    prepare(new PrepareOptions(List.of(Split.TRAIN), 24, ShardFormat.KEEP, 90, 20_000), "out");

    List<Sample> before = samples(open(source, Split.TRAIN));
    List<Sample> after = samples(open("out", Split.TRAIN));

    for (int i = 0; i < before.size(); i++) {
      Image image = decode(after.get(i));
      assertThat(Math.min(image.height(), image.width())).isEqualTo(24);

      if (Math.min(decode(before.get(i)).height(), decode(before.get(i)).width()) == 24) {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
  }

  @Test
  void reencodesAndMeasuresWhatIsStored() {
    PreparedSplit train = prepare(options(ShardFormat.JPEG), "out").splits().get("train");

    Statistics stored =
        StatisticsJob.run(
            SPARK.context(), open("out", Split.TRAIN), Split.TRAIN, DecodeOptions.DEFAULT);

    assertThat(train.mean()).isEqualTo(stored.sums().mean());
    assertThat(samples(open("out", Split.TRAIN)))
        .allMatch(sample -> ((EncodedImage) sample.image()).name().endsWith(".jpg"));
  }

  @Test
  void encodesIdxImagesLosslessly() throws IOException {
    for (String split : List.of("train", "t10k")) {
      Files.write(folder.resolve(split + "-images-idx3-ubyte"), IdxBytes.images(30));
      Files.write(folder.resolve(split + "-labels-idx1-ubyte"), IdxBytes.labels(30));
    }

    source = folder.toString();
    IdxDataset idx = IdxDataset.open(hadoop, source, Split.TRAIN, IdxDataset.numberedClasses(10));
    PreparePlan plan = PreparePlan.of(hadoop, train(ShardFormat.KEEP), Map.of(Split.TRAIN, idx));
    run(plan, folderAt("png"), MaxBad.NONE);
    PreparePlan decoded = PreparePlan.of(hadoop, train(ShardFormat.PNM), Map.of(Split.TRAIN, idx));
    run(decoded, folderAt("pnm"), MaxBad.NONE);

    for (String name : List.of("png", "pnm")) {
      ImageDecoder gray = ImageDecoder.of(ColorMode.GRAY);
      List<Image> images =
          samples(open(name, Split.TRAIN)).stream()
              .map(sample -> gray.decode(((EncodedImage) sample.image()).content()))
              .toList();
      assertThat(images).isEqualTo(samples(idx).stream().map(Sample::image).toList());
    }

    ImageShape shape = idx.imageShape().orElseThrow();
    assertThat(open("pnm", Split.TRAIN).imageShape()).contains(shape);
  }

  @Test
  void saysThatAFolderIsFinished() {
    Manifest manifest = prepare(options(ShardFormat.KEEP), "out");

    assertThat(folderAt("out").begin(plan(options(ShardFormat.KEEP)))).contains(manifest);
  }

  private void edit(String what, String with) throws IOException {
    Path manifest = folder.resolve("out/manifest.json");
    Files.deleteIfExists(manifest.resolveSibling(".manifest.json.crc"));
    String before = Files.readString(manifest);
    assertThat(before).containsPattern(what);
    Files.writeString(manifest, before.replaceFirst(what, with));
  }

  /** Whoever reads the folder, and however: one truth. */
  private void assertManifestIsRefused(String expected, String found) {
    assertThatThrownBy(() -> folderAt("out").finished(plan(options(ShardFormat.KEEP))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("manifest");
    assertThatThrownBy(() -> open("out", Split.TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected " + expected)
        .hasMessageContaining("found " + found);
  }

  @Test
  void aManifestThatWasEditedIsRefused() throws IOException {
    prepare(options(ShardFormat.KEEP), "out");
    assertThat(folderAt("out").finished(plan(options(ShardFormat.KEEP)))).isPresent();
    String written = Files.readString(folder.resolve("out/manifest.json"));

    edit("\"mean\" : \\[ 0\\.\\d", "\"mean\" : [ 0.0");
    assertManifestIsRefused("the manifest as convoy prepare wrote it", "one that was changed");

    Files.writeString(folder.resolve("out/manifest.json"), written);
    edit("\"class-0\" : \\d+", "\"class-0\" : 99");
    assertManifestIsRefused("40 samples of the split train", "40 in its shards and 1");

    Files.writeString(folder.resolve("out/manifest.json"), written);
    edit("(parquet\",\\s+\"samples\" : )\\d+", "$1777");
    assertManifestIsRefused("777 samples, as the folder's manifest says", "");

    Files.writeString(folder.resolve("out/manifest.json"), written.substring(0, 300));
    assertThatThrownBy(() -> open("out", Split.TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found no JSON: ");
  }

  @Test
  void refusesOtherOptionsAndOtherData() throws IOException {
    prepare(options(ShardFormat.KEEP), "out");

    assertThatThrownBy(() -> folderAt("out").begin(plan(options(ShardFormat.PNG))))
        .isInstanceOf(PrepareException.class)
        .hasMessageContaining("was begun with other data or options:")
        .hasMessageContaining("--format: keep, now png")
        .hasMessageContaining("Continue it as it was, give another folder, or delete this one.");

    Files.write(firstFile("train/class-1"), new byte[10]);

    assertThatThrownBy(() -> folderAt("out").begin(plan(options(ShardFormat.KEEP))))
        .isInstanceOf(PrepareException.class)
        .hasMessageContaining("fingerprint of the source's train: ");
  }

  @Test
  void refusesForeignFolders() throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("out")).resolve("thesis.txt"), "x");

    assertThatThrownBy(() -> folderAt("out").begin(plan(options(ShardFormat.KEEP))))
        .isInstanceOf(PrepareException.class)
        .hasMessageContaining("not empty and was not made by convoy prepare: it holds thesis.txt.");
  }

  /** As of a job of Spark that writes there now, or was killed. */
  @Test
  void whatOthersKeepInATemporaryFolderStays() throws IOException {
    Path part = folder.resolve("out/_temporary/0/task_1/part-0");
    Files.createDirectories(part.getParent());
    Files.writeString(part, "x");

    assertThatThrownBy(() -> folderAt("out").begin(plan(options(ShardFormat.KEEP))))
        .isInstanceOf(PrepareException.class)
        .hasMessageContaining("was not made by convoy prepare: it holds _temporary/0.");
    assertThat(part).exists();
  }

  /** Before its plan had its name, and while shards were written. */
  @Test
  void whatAKilledProcessLeftIsTakenAway() throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("out/_temporary"));
    Files.writeString(temporary.resolve("0b7a4e8a-2f0c-4a58-9c59-2a3b8f4f0001"), "{");

    assertThat(folderAt("out").begin(plan(options(ShardFormat.KEEP)))).isEmpty();

    Path attempt = temporary.resolve("attempts/1.parquet");
    Files.createDirectories(attempt.getParent());
    Files.writeString(attempt, "PAR1");
    assertThat(folderAt("out").begin(plan(options(ShardFormat.KEEP)))).isEmpty();
    assertThat(attempt).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"a\n", "null", "[]", "{}"})
  void aPlanThatIsDamagedIsTold(String content) throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("out/_temporary"));
    Files.writeString(temporary.resolve("plan.json"), content);

    assertThatThrownBy(() -> folderAt("out").begin(plan(options(ShardFormat.KEEP))))
        .isInstanceOf(PrepareException.class)
        .hasMessageContaining("was begun, but its _temporary/plan.json is damaged: ")
        .hasMessageEndingWith(
            "Delete its folder _temporary to begin anew, or give another folder.");
  }

  @Test
  void continuesAndRemakesOnlyWhatIsMissingOrDamaged() throws IOException {
    Path whole = prepareAlone(options(ShardFormat.KEEP), "whole");
    PreparePlan plan = plan(options(ShardFormat.KEEP));
    PrepareFolder out = folderAt("out");
    out.begin(plan);
    List<Shard> half = plan.shards().subList(0, plan.shards().size() / 2);
    new ShardTask(hadoop, plan, out).run(half);
    long done = half.stream().mapToLong(Shard::size).sum();
    assertThat(out.samplesDone(plan)).isEqualTo(done);
    damage(folder.resolve("out/_temporary/train"));
    Path summary = folder.resolve("out/_temporary/summaries/train-00001.json");
    Files.deleteIfExists(summary.resolveSibling(".train-00001.json.crc"));
    Files.writeString(summary, "null");
    Path kept = youngestShard(folder.resolve("out/_temporary/train"));
    Object before = Files.getAttribute(kept, "unix:ino");

    assertThat(folderAt("out").begin(plan(options(ShardFormat.KEEP)))).isEmpty();
    run(plan, out, MaxBad.NONE);

    assertThat(shards(folder.resolve("out"))).isEqualTo(shards(whole));
    Path now = folder.resolve("out/train").resolve(kept.getFileName());
    assertThat(Files.getAttribute(now, "unix:ino")).isEqualTo(before);
  }

  private static void damage(Path shards) throws IOException {
    Path first = shards.resolve(firstShard(shards));
    byte[] content = Files.readAllBytes(first);
    content[content.length / 2] ^= 1;
    Files.delete(shards.resolve("." + first.getFileName() + ".crc"));
    Files.write(first, content);
  }

  private static String firstShard(Path shards) throws IOException {
    try (Stream<Path> files = Files.list(shards)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("part-"))
          .min(String::compareTo)
          .orElseThrow();
    }
  }

  private static Path youngestShard(Path shards) throws IOException {
    try (Stream<Path> files = Files.list(shards)) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("part-"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  @Test
  void continuesARenameThatWasInterrupted() throws IOException {
    Path whole = prepareAlone(options(ShardFormat.KEEP), "whole");
    PreparePlan plan = plan(options(ShardFormat.KEEP));
    PrepareFolder out = folderAt("out");
    out.begin(plan);
    new ShardTask(hadoop, plan, out).run(plan.shards());
    Files.move(folder.resolve("out/_temporary/train"), folder.resolve("out/train"));

    assertThatThrownBy(() -> open("out", Split.TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has not finished");

    out.begin(plan);
    run(plan, out, MaxBad.NONE);

    assertThat(shards(folder.resolve("out"))).isEqualTo(shards(whole));
  }

  @Test
  void listsBadImagesAndKeepsTheRestForAnotherTry() throws IOException {
    Path empty = firstFile("train/class-1");
    Path truncated = firstFile("test/class-2");
    byte[] content = Files.readAllBytes(truncated);
    Files.write(empty, new byte[0]);
    Files.write(truncated, Arrays.copyOf(content, content.length / 2));

    assertThatThrownBy(() -> prepare(options(ShardFormat.KEEP), "out"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected at most 0 bad images, found 2 of 60. Repair")
        .hasMessageContaining("train/class-1/" + empty.getFileName() + ": ")
        .hasMessageContaining("leave them out with --max-bad");
    assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**manifest.json");
    assertThat(folder.resolve("out/train")).doesNotExist();

    PreparePlan plan = plan(options(ShardFormat.KEEP));
    PrepareFolder out = folderAt("out");
    assertThat(out.begin(plan)).isEmpty();
    Manifest manifest = run(plan, out, MaxBad.parse("5%"));

    assertThat(manifest.splits().get("train").rejected()).isOne();
    assertThat(Files.readAllLines(folder.resolve("out/rejected.jsonl")))
        .hasSize(2)
        .first()
        .asString()
        .contains("\"split\":\"train\"", "\"label\":1", empty.getFileName().toString());
    assertThat(open("out", Split.TRAIN).size()).isEqualTo(39);
    assertThat(samples(open("out", Split.TRAIN)).get(38).id()).isEqualTo(38);
  }

  @Test
  void rejectsRowsWithoutAnImage() throws IOException {
    Path rows = folder.resolve("rows.parquet");
    byte[] image = Files.readAllBytes(firstFile("train/class-1"));
    ParquetRowsFile.write(
        rows,
        "optional group image { optional binary bytes; } optional int64 label;",
        "",
        List.of(0L, 1L, 2L),
        (row, i) -> {
          if (i != 1) {
            row.addGroup("image").append("bytes", Binary.fromConstantByteArray(image));
          }

          row.append("label", i % 2);
        });
    ImageDataset images = ParquetDataset.open(hadoop, rows.toString(), Split.TRAIN, List.of());
    PreparePlan plan = PreparePlan.of(hadoop, train(ShardFormat.KEEP), Map.of(Split.TRAIN, images));
    PrepareFolder out = folderAt("out");
    out.begin(plan);
    Manifest manifest = run(plan, out, MaxBad.parse("1"));

    assertThat(manifest.splits().get("train").rejected()).isOne();
    assertThat(Files.readString(folder.resolve("out/rejected.jsonl")))
        .contains("rows.parquet#1 (no bytes in the Parquet file)", "an empty file");
    assertThat(open("out", Split.TRAIN).size()).isEqualTo(2);
  }

  @Test
  void noticesThatAShardIsGone() throws IOException {
    prepare(options(ShardFormat.KEEP), "out");
    String shard = firstShard(folder.resolve("out/train"));
    Files.delete(folder.resolve("out/train").resolve(shard));

    assertThatThrownBy(() -> folderAt("out").begin(plan(options(ShardFormat.KEEP))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(shard)
        .hasMessageContaining("Delete the folder and prepare it again.");
  }

  private Path firstFile(String classFolder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(source, classFolder))) {
      return files.min(Path::compareTo).orElseThrow();
    }
  }

  /** Small shards, so that there are several. */
  private static PrepareOptions options(ShardFormat format) {
    return new PrepareOptions(
        List.of(Split.TRAIN, Split.TEST), PrepareOptions.OWN_SIZE, format, 90, 20_000);
  }

  private static PrepareOptions train(ShardFormat format) {
    return new PrepareOptions(List.of(Split.TRAIN), PrepareOptions.OWN_SIZE, format, 90, 20_000);
  }

  private PreparePlan plan(PrepareOptions options) {
    Map<Split, ImageDataset> sources = new TreeMap<>();
    options.splits().forEach(split -> sources.put(split, open(source, split)));
    return PreparePlan.of(hadoop, options, sources);
  }

  private Manifest prepare(PrepareOptions options, String name) {
    PreparePlan plan = plan(options);
    PrepareFolder out = folderAt(name);
    assertThat(out.begin(plan)).isEmpty();
    return run(plan, out, MaxBad.NONE);
  }

  private static Manifest run(PreparePlan plan, PrepareFolder out, MaxBad maxBad) {
    JavaSparkContext spark = SPARK.context();
    return out.finish(plan, PrepareJob.run(spark, plan, out), maxBad);
  }

  private PrepareFolder folderAt(String name) {
    return PrepareFolder.at(hadoop, folder.resolve(name).toString());
  }

  private ImageDataset open(String name, Split split) {
    String path = folder.resolve(name).toString();
    return path.equals(source)
        ? DatasetSource.parse(hadoop, path).open(hadoop, split)
        : ParquetDataset.open(hadoop, path, split, List.of());
  }

  private List<Sample> samples(ImageDataset dataset) {
    List<Sample> samples = new ArrayList<>();

    try (SampleIterator iterator = dataset.read(hadoop, 0, dataset.size())) {
      iterator.forEachRemaining(samples::add);
    }

    return samples;
  }

  private static Image decode(Sample sample) {
    return DECODER.decode(((EncodedImage) sample.image()).content());
  }

  private static Map<String, String> shards(Path root) throws IOException {
    Map<String, String> shards = new TreeMap<>();

    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
        byte[] hash = Sha256.digest().digest(Files.readAllBytes(file));
        shards.put(root.relativize(file).toString(), HexFormat.of().formatHex(hash));
      }
    }

    assertThat(shards).isNotEmpty();
    return shards;
  }
}
