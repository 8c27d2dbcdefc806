package org.convoy.data.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.convoy.data.DataIdentity;
import org.convoy.data.DataIdentity.Match;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What data sets are recognised by, and what is read for it. */
final class TestIdentity {
  private static final int IMAGE_BYTES = 2 << 20;
  private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_123L);

  private final Configuration hadoop = new Configuration();
  private final Map<String, byte[]> files = new TreeMap<>();
  @TempDir private Path folder;
  private Path images;
  private Path tar;

  @BeforeEach
  void write() throws IOException {
    for (String name : List.of("cat/1.jpg", "cat/2.jpg", "dog/1.jpg", "dog/x/2.jpg")) {
      files.put(name, new byte[IMAGE_BYTES]);
    }

    images = writeFolder("images");
    tar = StoredTar.write(folder.resolve("images.tar"), files);
    Files.setLastModifiedTime(tar, TIME);
  }

  private Path writeFolder(String name) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(name).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
      Files.setLastModifiedTime(path, TIME);
    }

    return folder.resolve(name);
  }

  private DataIdentity ofFolder(Path path) {
    return DatasetSource.of(DatasetKind.FOLDER, path.toString())
        .open(hadoop, Split.TRAIN)
        .identity(hadoop);
  }

  private DataIdentity ofTar(Path path) {
    return DatasetSource.of(DatasetKind.FOLDER, path.toString())
        .open(hadoop, Split.TRAIN)
        .identity(hadoop);
  }

  @Test
  void noImageIsRead() {
    long before = bytesRead();
    DataIdentity identity = ofFolder(images);
    long ofFolder = bytesRead() - before;
    DataIdentity ofTar = ofTar(tar);

    assertThat(ofFolder).isZero();
    assertThat(bytesRead() - before).isLessThan(files.size() * IMAGE_BYTES / 4);
    assertThat(identity.content()).isEmpty();
    assertThat(identity.stamp()).isNotEqualTo(ofTar.stamp());
    assertThat(identity.listing()).isEqualTo(ofTar.listing());
  }

  private static long bytesRead() {
    return FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead");
  }

  @Test
  void sameFilesInAnotherPlaceAreTheSame() throws IOException {
    Path moved = Files.move(tar, folder.resolve("moved.tar"));

    assertThat(ofFolder(writeFolder("copy"))).isEqualTo(ofFolder(images));
    assertThat(ofTar(StoredTar.write(tar, files)).match(ofTar(moved))).isEqualTo(Match.UNKNOWN);
    Files.setLastModifiedTime(tar, TIME);
    assertThat(ofTar(tar)).isEqualTo(ofTar(moved));
  }

  @Test
  void everyChangeOfTheListingIsSeen() throws IOException {
    DataIdentity before = ofFolder(images);

    Files.setLastModifiedTime(images.resolve("cat/2.jpg"), FileTime.fromMillis(1_700_000_000_124L));
    assertMatch(before, Match.UNKNOWN);
    assertThat(ofFolder(images).hasListingOf(before)).isTrue();
    assertThat(before.difference(ofFolder(images)))
        .isEqualTo(
            "files of the same names and lengths, but written at other times, and what they held"
                + " is not known");
    Files.setLastModifiedTime(images.resolve("cat/2.jpg"), TIME);
    assertMatch(before, Match.SAME);

    Files.move(images.resolve("cat/2.jpg"), images.resolve("cat/3.jpg"));
    assertMatch(before, Match.UNKNOWN);
    assertThat(ofFolder(images).hasListingOf(before)).isFalse();
    Files.move(images.resolve("cat/3.jpg"), images.resolve("cat/2.jpg"));
    assertMatch(before, Match.SAME);

    Files.write(images.resolve("cat/2.jpg"), new byte[IMAGE_BYTES + 1]);
    Files.setLastModifiedTime(images.resolve("cat/2.jpg"), TIME);
    assertMatch(before, Match.UNKNOWN);
    Files.write(images.resolve("cat/2.jpg"), new byte[IMAGE_BYTES]);
    Files.setLastModifiedTime(images.resolve("cat/2.jpg"), TIME);
    assertMatch(before, Match.SAME);

    Files.move(images.resolve("dog"), images.resolve("eel"));
    assertMatch(before, Match.UNKNOWN);
    Files.move(images.resolve("eel"), images.resolve("dog"));
    Files.copy(images.resolve("cat/2.jpg"), images.resolve("cat/4.jpg"));
    assertMatch(before, Match.OTHER);
    assertThat(before.difference(ofFolder(images))).isEqualTo("4 images, now 5");
  }

  private void assertMatch(DataIdentity before, Match match) {
    assertThat(before.match(ofFolder(images))).isEqualTo(match);
  }

  @Test
  void otherLabelsAreOtherData() {
    ImageDataset given =
        DatasetSource.of(DatasetKind.FOLDER, images.toString())
            .withClasses(List.of("dog", "cat"))
            .open(hadoop, Split.TRAIN);

    assertThat(ofFolder(images).match(given.identity(hadoop))).isEqualTo(Match.UNKNOWN);
  }

  @Test
  void knownContentDecides() {
    DataIdentity earlier = DataIdentity.parse("a".repeat(64));
    DataIdentity now = ofFolder(images);

    assertThat(earlier.match(now)).isEqualTo(Match.BY_CONTENT);
    assertThat(earlier.match(now.withContent("a".repeat(64)))).isEqualTo(Match.SAME);
    assertThat(earlier.match(now.withContent("b".repeat(64)))).isEqualTo(Match.OTHER);
    assertThat(now.withContent("b".repeat(64)).withKnown(earlier).content())
        .contains("b".repeat(64));
  }

  @Test
  void textIsReadBack() {
    DataIdentity full =
        ofFolder(images).withShards("5".repeat(64)).withVerifiedShards().withContent("c");

    assertThat(DataIdentity.parse(full.toString())).isEqualTo(full);
    assertThat(DataIdentity.parse(ofTar(tar).toString())).isEqualTo(ofTar(tar));
  }
}
