package org.convoy.data.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convoy.data.folder.FileList.PathSet;
import org.junit.jupiter.api.Test;

class TestFileList {
  /** Some longer than blocks are, at first and at last. */
  private static final List<String> PATHS =
      IntStream.range(0, 3_000)
          .mapToObj(
              i -> "é/%d/%s".formatted(i, "x".repeat(i == 9 || i == 2_000 ? 1_500_000 : i % 300)))
          .toList();

  @Test
  void givesWhatWasAdded() {
    FileList list = new FileList();

    for (int i = 0; i < PATHS.size(); i++) {
      list.add(PATHS.get(i), i, 10L * i);
    }

    assertThat(list.paths()).isEqualTo(PATHS);
    assertThat(list.size()).isEqualTo(PATHS.size());
    assertThat(list.length(2_999)).isEqualTo(2_999);
    assertThat(list.detail(2_999)).isEqualTo(29_990);
  }

  /** A data set on the network is listed by folder, and may have 100,000 of a few files each. */
  @Test
  void takesLittleMemoryForEachOfVeryManyFolders() {
    List<FileList> folders =
        Stream.generate(() -> FileList.of(List.of("a/1.jpg", "a/2.jpg"))).limit(100_000).toList();

    FileList all = new FileList();
    folders.forEach(all::addAll);

    assertThat(all.size()).isEqualTo(200_000);
    assertThat(all.path(199_999)).isEqualTo("a/2.jpg");
  }

  @Test
  void knowsPathsThatItMet() {
    FileList list = FileList.of(PATHS);
    list.add(PATHS.get(7), 0, 0);
    PathSet met = new PathSet(list);

    assertThat(IntStream.range(0, PATHS.size())).allMatch(met::add);
    assertThat(met.add(PATHS.size())).isFalse();
    assertThat(met.find(PATHS.get(2_000))).isEqualTo(OptionalInt.of(2_000));
    assertThat(met.find("é/none")).isEmpty();
  }
}
