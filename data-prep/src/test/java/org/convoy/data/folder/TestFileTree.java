package org.convoy.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.convoy.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestFileTree {
  @TempDir private Path folder;

  private List<String> names() throws IOException {
    RemoteIterator<? extends FileStatus> files =
        FileTree.filesBelow(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(folder.toString()));
    List<String> names = new ArrayList<>();
    while (files.hasNext()) {
      names.add(files.next().getPath().getName());
    }

    return names;
  }

  @Test
  void aBrokenLinkIsNamed() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("train/a"));
    Files.writeString(inner.resolve("1.jpg"), "x");
    Files.createSymbolicLink(inner.resolve("2.jpg"), folder.resolve("gone.jpg"));

    assertThatThrownBy(this::names)
        .isInstanceOf(DataException.class)
        .hasMessage(
            inner
                + ": expected 2 files and folders that can be read, found 1 that cannot (2.jpg)."
                + " Remove the broken links among them, or restore what they point to.");
  }

  @Test
  void whatIsHiddenIsNotMissed() throws IOException {
    Files.writeString(folder.resolve("1.jpg"), "x");
    Files.writeString(folder.resolve(".1.jpg.crc"), "x");
    Files.createSymbolicLink(folder.resolve(".#2.jpg"), folder.resolve("user@host"));

    assertThat(names()).containsExactly("1.jpg");
  }

  @Test
  void aColonIsALetterOfANameAsAnyOther() throws IOException {
    Files.writeString(folder.resolve("2020-01-01 10:11:12.jpg"), "x");
    Files.writeString(folder.resolve("a:b.jpg"), "x");

    assertThat(names()).containsExactlyInAnyOrder("2020-01-01 10:11:12.jpg", "a:b.jpg");
  }
}
