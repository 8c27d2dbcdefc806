package org.convoy.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.convoy.data.HadoopFiles.MissingFileSystemException;
import org.junit.jupiter.api.Test;

final class TestHadoopFiles {
  private final Configuration hadoop = new Configuration();

  @Test
  void saysWhatToAddForAFileSystemThatIsNotThere() {
    assertThatThrownBy(() -> HadoopFiles.of(new Path("s3a://bucket/x"), hadoop))
        .isInstanceOf(MissingFileSystemException.class)
        .hasMessage(
            "s3a://bucket/x: the file system s3a is not there (Class"
                + " org.apache.hadoop.fs.s3a.S3AFileSystem not found); add hadoop-aws %1$s with"
                + " --conf spark.jars.packages=org.apache.hadoop:hadoop-aws:%1$s, or its jars and"
                + " those that it needs to CONVOY_CLASSPATH or $SPARK_HOME/jars",
            VersionInfo.getVersion());
    assertThatThrownBy(() -> HadoopFiles.of(new Path("abfss://c@account/x"), hadoop))
        .hasMessageContaining("add hadoop-azure " + VersionInfo.getVersion() + " with");
  }

  @Test
  void namesTheClassOfAFileSystemOfOthers() {
    hadoop.set("fs.mine.impl", "org.example.MineFileSystem");

    assertThatThrownBy(() -> HadoopFiles.of(new Path("mine://host/x"), hadoop))
        .hasMessage(
            "mine://host/x: the file system mine is not there (Class org.example.MineFileSystem not"
                + " found); add its jars to CONVOY_CLASSPATH or $SPARK_HOME/jars");
  }

  @Test
  void anEmptyTextIsNoPath() {
    for (String text : List.of("", "  ")) {
      assertThatThrownBy(() -> HadoopFiles.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the path is empty");
      assertThatThrownBy(() -> HadoopFiles.path(text))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "\"%s\": expected a path, found none: the path is empty. Name a file or a folder.",
              text);
    }
  }
}
