package org.convoy.data.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestFileFailure {
  @Test
  void saysInWordsWhatHasNoMoreThanAName() {
    assertThat(FileFailure.reason(new NoSuchFileException("/a/b")))
        .isEqualTo("No such file or directory: /a/b");
    assertThat(FileFailure.reason(new FileAlreadyExistsException("/a")))
        .isEqualTo("File exists: /a");
    assertThat(FileFailure.reason(new NotDirectoryException("/a")))
        .isEqualTo("Not a directory: /a");
    assertThat(FileFailure.reason(new DirectoryNotEmptyException("/a")))
        .isEqualTo("Directory not empty: /a");
    assertThat(FileFailure.ofReading(new NoSuchFileException("/a/b"))).isEqualTo(FileFailure.WRONG);
  }

  /** What Hadoop says of a folder in the place of a file: waiting does not make it one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rename cannot overwrite non empty destination directory file:/run/metrics.jsonl",
        "Source a and destination b must both be directories",
        "Directory file:/run/exit.json is not empty",
        "Illegal file pattern: error parsing regexp: Unclosed group at pos 9: `{x.jpg`",
        "Incomplete HDFS URI, no host: hdfs://no%20host/x"
      })
  void whatStaysAsItIsIsNotAway(String message) {
    assertThat(FileFailure.ofReading(new IOException(message))).isEqualTo(FileFailure.WRONG);
  }

  @Test
  void aConnectionMayComeBack() {
    assertThat(FileFailure.ofReading(new ConnectException("Connection refused")))
        .isEqualTo(FileFailure.AWAY);
  }
}
