package org.convoy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.HadoopFiles.FilePlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestFilePlace {
  @Test
  void completesPaths(@TempDir Path folder) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.defaultFS", "hdfs://127.0.0.1:8020");

    assertThat(FilePlace.of("file:" + folder, hadoop).path()).hasToString("file:" + folder);
    assertThat(FilePlace.of("hdfs:///data/x", hadoop).path())
        .hasToString("hdfs://127.0.0.1:8020/data/x");
    assertThat(FilePlace.of("/data/x", hadoop).path()).hasToString("hdfs://127.0.0.1:8020/data/x");
  }

  @Test
  void refusesAFileSystemThatNobodyKnows() {
    assertThatThrownBy(() -> FilePlace.of("nofs://host/x", new Configuration()))
        .isInstanceOf(IOException.class)
        .hasMessage("No FileSystem for scheme \"nofs\"");
    assertThatThrownBy(() -> FilePlace.of("hdfs://no-such-host.invalid/x", new Configuration()))
        .isInstanceOf(IOException.class)
        .hasMessage("unknown host no-such-host.invalid");
  }
}
