package org.convoy.data.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet files of any columns. */
public final class ParquetRowsFile {
  private ParquetRowsFile() {}

  /**
   * Writes a file.
   *
   * @param schema of Parquet, the fields alone
   * @param label the feature of the label as Hugging Face's library declares it; empty: undeclared
   * @param fill fills in the row of a value
   */
  public static <T> void write(
      Path file, String schema, String label, List<T> values, BiConsumer<Group, T> fill)
      throws IOException {
    Map<String, String> metadata =
        label.isEmpty()
            ? Map.of()
            : Map.of("huggingface", "{\"info\":{\"features\":{\"label\":" + label + "}}}");
    MessageType type = MessageTypeParser.parseMessageType("message rows { " + schema + " }");
    SimpleGroupFactory rows = new SimpleGroupFactory(type);

    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
            .withConf(new Configuration())
            .withType(type)
            .withExtraMetaData(metadata)
            .build()) {
      for (T value : values) {
        Group row = rows.newGroup();
        fill.accept(row, value);
        writer.write(row);
      }
    }
  }
}
