package org.convoy.data.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Binary;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.ImageDataset;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;
import org.convoy.data.archive.StoredTar;
import org.convoy.data.parquet.ParquetRowsFile;
import org.convoy.data.split.SplitDataset;
import org.convoy.data.split.SplitDataset.NamedSplit;
import org.convoy.data.split.StratifiedSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Data sets as public bug reports have them, and what should be found in each: torchvision's
 * ImageFolder on each split's folder, where it is right; for what it gets wrong (hidden folders as
 * classes) the sound images of the case. Cases are named as those of the reference data, which are
 * taken where they are there.
 */
class TestDataCases {
  private static final Path REFERENCE =
      Path.of(System.getProperty("reference.data.dir", "none")).resolve("cases");
  private static final Path RESOURCES =
      Path.of(System.getProperty("user.dir"), "src/test/resources/cases");

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // case | training | validation | its name | test | a remark
        "01-eval-classes/full|120|30|test|-|-",
        "02-test-over-val/both|60|15|val|21|-",
        "02-test-over-val/flat|60|15|val|-|The images of test/ have no labels",
        "03-hidden/ipynb|30|12|test|-|1 file is hidden and skipped, such as train/.ipynb_check",
        "03-hidden/macosx|30|12|test|-|42 files are hidden and skipped, such as __MACOSX/",
        "03-hidden/empty|30|12|test|-|-",
        "11-parquet/ok|120|30|test|-|-",
        "11-parquet/order|120|30|test|-|-",
        "11-parquet/imagenet|120|30|validation|-|The images of the split test have no labels",
        "11-parquet/nullimage|120|30|test|-|-",
        "11-parquet/strlabel|120|30|test|-|-",
        "11-parquet/wdscols|120|30|test|-|-",
      })
  void isOpenedForTraining(
      String name, int train, int validation, String split, Integer test, String remark)
      throws IOException {
    SplitDataset parts = source(place(name)).openBoth(hadoop);

    assertThat(parts.train().size()).isEqualTo(train);
    assertThat(parts.validation().size()).isEqualTo(validation);
    assertThat(parts.validationName()).isEqualTo(split);
    assertThat(parts.test().map(ImageDataset::size)).isEqualTo(Optional.ofNullable(test));
    assertThat(parts.train().classes())
        .isEqualTo(name.endsWith("wdscols") ? List.of("0", "1", "2") : List.of("a", "b", "c"));
    assertThat(parts.validation().classes()).isEqualTo(parts.train().classes());
    assertThat(parts.remarks()).hasSize(remark == null ? 0 : 1);
    assertThat(parts.remarks()).allMatch(said -> said.startsWith(remark));

    for (ImageDataset part : List.of(parts.train(), parts.validation())) {
      assertThat(part.labels(hadoop)).containsOnly(0, 1, 2);
      assertThat(labelsRead(part)).containsExactly(part.labels(hadoop));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "01-eval-classes/bc|20|test|b, c",
        "01-eval-classes/bcd|30|test|b, c, d",
        "01-eval-classes/full/test|30|all images|a, b, c",
        "02-test-over-val/both|15|val|a, b, c",
        "02-test-over-val/flat/val|15|all images|a, b, c",
        "06-symlinks/store|36|all images|a, b, c",
        "11-parquet/order|30|test|c, b, a",
        "11-parquet/ok/data/test-00000-of-00001.parquet|30|all images|a, b, c",
      })
  void isOpenedForEvaluation(String name, int size, String split, String classes)
      throws IOException {
    NamedSplit found = source(place(name)).openForEvaluation(hadoop, Optional.empty());

    assertThat(found.dataset().size()).isEqualTo(size);
    assertThat(found.name()).isEqualTo(split);
    assertThat(found.dataset().classes()).containsExactly(classes.split(", "));
  }

  /** Counts of GNU tar, unzip and find; the first archive holds another one behind its end. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "04-tar/concat.tar|TRAIN|a, b, c|11, 10, 10",
        "04-tar/hardlink.tar|TRAIN|a, b, c|12, 9, 10",
        "04-tar/wrongname.tar|TRAIN|a, b, c|11, 10, 10",
        "04-tar/x.zip|TRAIN|a, b, c|11, 10, 10",
        "04-tar/x.zip|TEST|a, b, c|4, 4, 4",
        "05-locale/mixed|TRAIN|birnen, citronen, Äpfel|35, 20, 20",
        "07-bn1/data|TRAIN|a, b, c|11, 11, 11",
        "16-names/colon|TRAIN|a, b, c|6, 5, 5",
        "19-badmid/d|TRAIN|a, b, c|40, 41, 41",
      })
  void isReadWhole(String name, Split split, String classes, String counts) {
    assumeThat(REFERENCE.resolve(name))
        .as("set -Dreference.data.dir to the folder that holds cases/ to read these")
        .exists();
    ImageDataset dataset = source(REFERENCE.resolve(name)).open(hadoop, split);
    int[] found = new int[dataset.classes().size()];
    Arrays.stream(labelsRead(dataset)).forEach(label -> found[label]++);

    assertThat(dataset.classes()).containsExactly(classes.split(", "));
    assertThat(found)
        .containsExactly(Arrays.stream(counts.split(", ")).mapToInt(Integer::parseInt).toArray());
  }

  /** The file's own classes are c, b, a: by number, two of three labels would be wrong. */
  @Test
  void labelsOfSplitsMeetByName() throws IOException {
    SplitDataset parts = source(place("11-parquet/order")).openBoth(hadoop);
    int[] own = source(place("11-parquet/order")).open(hadoop, Split.TEST).labels(hadoop);

    assertThat(parts.validation().labels(hadoop))
        .containsExactly(Arrays.stream(own).map(label -> 2 - label).toArray());
  }

  @Test
  void classesOfTheConfigMeetThoseOfTheDataByName() throws IOException {
    DatasetSource source = source(place("11-parquet/ok"));
    int[] own = source.open(hadoop, Split.TEST).labels(hadoop);

    assertThat(source.withClasses(List.of("c", "b", "a")).open(hadoop, Split.TEST).labels(hadoop))
        .containsExactly(Arrays.stream(own).map(label -> 2 - label).toArray());
    assertThatThrownBy(() -> source.withClasses(List.of("x", "b", "a")).open(hadoop, Split.TEST))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "expected classes of data.classes: x, b, a, found a, b, c, of which c is none of them");
    assertThat(
            source(place("11-parquet/wdscols"))
                .withClasses(List.of("x", "y", "z"))
                .openBoth(hadoop)
                .validation()
                .classes())
        .containsExactly("x", "y", "z");
  }

  @Test
  void aSingleFileNeedsASplit() throws IOException {
    Path file = place("11-parquet/ok").resolve("data/train-00000-of-00001.parquet");
    DatasetSource source = source(file);
    String other = place("11-parquet/ok").resolve("data/test-00000-of-00001.parquet").toString();

    assertThatThrownBy(() -> source.openBoth(hadoop))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a validation split with labels")
        .hasMessageContaining("found images without a split")
        .hasMessageContaining("data.validationFraction");
    assertThat(source.withValidation(new StratifiedSplit(0.25, 1)).openBoth(hadoop).train().size())
        .isEqualTo(90);
    assertThat(
            source
                .withSplits(new SplitNames(Map.of(Split.VALIDATION, other)))
                .openBoth(hadoop)
                .validation()
                .size())
        .isEqualTo(30);
  }

  @Test
  void aSplitThatIsNamedMustBeThere() throws IOException {
    DatasetSource both = source(place("02-test-over-val/both"));

    assertThatThrownBy(
            () -> both.withSplits(new SplitNames(Map.of(Split.VALIDATION, "dev"))).openBoth(hadoop))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "expected a validation split with labels, named dev, found only train, test.");
    assertThatThrownBy(
            () ->
                source(place("02-test-over-val/flat"))
                    .withSplits(new SplitNames(Map.of(Split.TEST, "test")))
                    .openBoth(hadoop))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found only train, val, test without labels.");
    assertThat(
            both.withSplits(new SplitNames(Map.of(Split.TEST, DatasetSource.NO_SPLIT)))
                .openBoth(hadoop)
                .test())
        .isEmpty();
    SplitDataset turned =
        both.withSplits(new SplitNames(Map.of(Split.VALIDATION, "test"))).openBoth(hadoop);
    assertThat(turned.validation().size()).isEqualTo(21);
    assertThat(turned.validationName()).isEqualTo("test");
    assertThat(turned.test()).isEmpty();
  }

  @Test
  void truthValuesAndTopLevelImagesAreRead() throws IOException {
    byte[] image = Files.readAllBytes(RESOURCES.resolve("a.jpg"));

    for (String split : List.of("train", "test")) {
      ParquetRowsFile.write(
          folder.resolve(split + ".parquet"),
          "optional binary image; optional boolean label;",
          "",
          List.of(true, false, true),
          (row, label) ->
              row.append("image", Binary.fromConstantByteArray(image)).append("label", label));
    }

    SplitDataset parts = source(folder).openBoth(hadoop);

    assertThat(parts.train().classes()).containsExactly("false", "true");
    assertThat(labelsRead(parts.validation())).containsExactly(1, 0, 1);
    try (SampleIterator samples = parts.train().read(hadoop, 0, 1)) {
      assertThat(((EncodedImage) samples.next().image()).content()).isEqualTo(image);
    }
  }

  /** Validation images side by side, as published in a zip; the test images have no labels. */
  @ParameterizedTest
  @ValueSource(strings = {"", "t.zip", "t.tar", "t.tar.gz"})
  void tinyImageNetIsReadAsItIsPublished(String archive) throws IOException {
    byte[] image = Files.readAllBytes(RESOURCES.resolve("a.jpg"));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("tiny/wnids.txt", "n2\nn1\n".getBytes(UTF_8));
    files.put("tiny/train/n2/images/n2_0.JPEG", image);
    files.put("tiny/train/n2/n2_boxes.txt", "n2_0.JPEG\t0\t0\t9\t9\n".getBytes(UTF_8));
    files.put("tiny/train/n1/images/n1_0.JPEG", image);
    files.put("tiny/val/images/val_0.JPEG", image);
    files.put("tiny/val/images/val_1.JPEG", image);
    files.put("tiny/val/images/val_2.JPEG", image);
    files.put(
        "tiny/val/val_annotations.txt",
        "val_0.JPEG\tn2\t0\t0\t9\t9\nval_1.JPEG\tn1\t1\t1\t9\t9\nval_2.JPEG\tn2\t0\t0\t9\t9\n"
            .getBytes(UTF_8));
    files.put("tiny/test/images/test_0.JPEG", image);
    Path place = folder.resolve(archive);

    if (archive.isEmpty()) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.createDirectories(place.resolve(file.getKey()).getParent());
        Files.write(place.resolve(file.getKey()), file.getValue());
      }
    } else {
      StoredTar.write(place, files);
    }

    SplitDataset parts = source(place).openBoth(hadoop);

    assertThat(parts.train().classes()).containsExactly("n1", "n2");
    assertThat(parts.validationName()).isEqualTo("val");
    assertThat(parts.validation().labels(hadoop)).containsExactly(0, 1, 1);
    assertThat(parts.test()).isEmpty();
    assertThat(parts.remarks())
        .contains("The classes of the images are those of tiny/val/val_annotations.txt");
    try (SampleIterator samples = parts.validation().read(hadoop, 0, 1)) {
      assertThat(((EncodedImage) samples.next().image()).name())
          .isEqualTo("tiny/val/images/val_1.JPEG");
    }
  }

  @Test
  void missingShardsAreSaidAndPointersRefused() throws IOException {
    Path data = Files.createDirectories(folder.resolve("shards/data"));
    Path file = place("11-parquet/ok").resolve("data/train-00000-of-00001.parquet");
    Files.copy(file, data.resolve("train-00000-of-00003.parquet"));
    Files.copy(file, data.resolve("train-00002-of-00003.parquet"));
    Files.copy(file, data.resolve("test-00000-of-00001.parquet"));

    assertThat(source(folder.resolve("shards")).openBoth(hadoop).remarks())
        .containsExactly("Of the files train-…-of-00003.parquet there are 2 of 3");

    Files.writeString(
        data.resolve("train-00001-of-00003.parquet"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 3\n");
    assertThatThrownBy(() -> source(folder.resolve("shards")).openBoth(hadoop))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a pointer of Git LFS. Fetch it with git lfs pull.");
  }

  @Test
  void emptyClassFoldersAreSaid() throws IOException {
    Path root = place("03-hidden/empty");
    Path copy = folder.resolve("with-empty");
    copyTree(root, copy);
    Files.createDirectories(copy.resolve("train/d"));
    Files.createDirectories(copy.resolve("train/.cache"));

    SplitDataset parts = source(copy).openBoth(hadoop);

    assertThat(parts.train().classes()).containsExactly("a", "b", "c");
    assertThat(parts.remarks()).containsExactly("No image lies in the class folder train/d");
  }

  @Test
  void linkedFoldersAreFollowedAndCyclesRefused() throws IOException {
    Path store = place("06-symlinks/store");
    Path linked = folder.resolve("linked");

    for (String split : List.of("train", "test")) {
      Files.createDirectories(linked.resolve(split));
      for (String name : List.of("a", "b", "c")) {
        Files.createSymbolicLink(linked.resolve(split).resolve(name), store.resolve(name));
      }
    }

    assertThat(source(linked).openBoth(hadoop).train().size()).isEqualTo(36);

    Files.createSymbolicLink(linked.resolve("test/again"), linked);

    assertThatThrownBy(() -> source(linked).openBoth(hadoop))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "test/again: expected a folder, found a link to a folder that it lies in, "
                + linked.toRealPath());
  }

  private DatasetSource source(Path place) {
    return DatasetSource.parse(hadoop, place.toString());
  }

  private int[] labelsRead(ImageDataset dataset) {
    int[] labels = new int[dataset.size()];

    try (SampleIterator samples = dataset.read(hadoop, 0, dataset.size())) {
      samples.forEachRemaining(sample -> labels[sample.id()] = sample.label());
    }

    return labels;
  }

  private Path place(String name) throws IOException {
    if (Files.exists(REFERENCE.resolve(name))) {
      return REFERENCE.resolve(name);
    }

    Path root = folder.resolve("cases").resolve(name.replaceFirst("/(test|val|data.*)$", ""));
    make(folder.resolve("cases"), root);
    return folder.resolve("cases").resolve(name);
  }

  /** Makes a case anew. */
  private static void make(Path cases, Path root) throws IOException {
    if (Files.exists(root)) {
      return;
    }

    switch (cases.relativize(root).toString()) {
      case "01-eval-classes/full" -> splits(root, 40, 0, 10);
      case "01-eval-classes/bc" -> images(root.resolve("test"), 10, "b", "c");
      case "01-eval-classes/bcd" -> images(root.resolve("test"), 10, "b", "c", "d");
      case "02-test-over-val/both" -> splits(root, 20, 5, 7);
      case "02-test-over-val/flat" -> {
        splits(root, 20, 5, 0);
        for (int i = 0; i < 6; i++) {
          copy("a.jpg", root.resolve("test/%d.jpg".formatted(i)));
        }
      }
      case "03-hidden/ipynb" -> {
        splits(root, 10, 0, 4);
        copy("a.jpg", root.resolve("train/.ipynb_checkpoints/000-checkpoint.jpg"));
      }
      case "03-hidden/macosx" -> {
        splits(root, 10, 0, 4);
        for (String name : List.of("a", "b", "c")) {
          hidden(root.resolve("__MACOSX/train").resolve(name), 10);
          hidden(root.resolve("__MACOSX/test").resolve(name), 4);
        }
      }
      case "03-hidden/empty" -> splits(root, 10, 0, 4);
      case "06-symlinks/store" -> images(root, 12, "a", "b", "c");
      default -> parquet(root.resolve("data"), root.getFileName().toString());
    }
  }

  private static void splits(Path root, int train, int val, int test) throws IOException {
    images(root.resolve("train"), train, "a", "b", "c");
    images(root.resolve("val"), val, "a", "b", "c");
    images(root.resolve("test"), test, "a", "b", "c");
  }

  private static void images(Path split, int count, String... classes) throws IOException {
    for (String name : classes) {
      for (int i = 0; i < count; i++) {
        copy(
            (name.equals("d") ? "a" : name) + ".jpg",
            split.resolve(name).resolve("%03d.jpg".formatted(i)));
      }
    }
  }

  private static void hidden(Path place, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Files.createDirectories(place);
      Files.write(place.resolve("._%03d.jpg".formatted(i)), new byte[] {0, 5, 22, 7});
    }
  }

  private static void copy(String image, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(RESOURCES.resolve(image), to);
  }

  /** The test split as pyarrow wrote it; a training split of the same columns. */
  private static void parquet(Path data, String name) throws IOException {
    Files.createDirectories(data);
    boolean isNull = name.equals("nullimage");
    String test = isNull ? "ok" : name;
    Files.copy(RESOURCES.resolve(test + ".parquet"), part(data, "test"));

    if (name.equals("imagenet")) {
      Files.copy(RESOURCES.resolve("ok.parquet"), part(data, "validation"));
    }

    String group = name.equals("wdscols") ? "jpg" : "image";
    String label = name.equals("wdscols") ? "cls" : "label";
    boolean areNames = name.equals("strlabel");
    byte[] image = Files.readAllBytes(RESOURCES.resolve("a.jpg"));
    ParquetRowsFile.write(
        part(data, "train"),
        "optional group %s { optional binary bytes; } optional %s %s;"
            .formatted(group, areNames ? "binary" : "int64", label + (areNames ? " (STRING)" : "")),
        name.equals("wdscols") || areNames ? "" : "{\"names\":[\"a\",\"b\",\"c\"]}",
        IntStream.range(0, 120).boxed().toList(),
        (row, i) -> {
          if (!isNull || i != 7) {
            row.addGroup(group).append("bytes", Binary.fromConstantByteArray(image));
          }

          if (areNames) {
            row.append(label, List.of("c", "a", "b").get(i % 3));
          } else {
            row.append(label, (long) (i % 3));
          }
        });
  }

  private static Path part(Path data, String split) {
    return data.resolve(split + "-00000-of-00001.parquet");
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
